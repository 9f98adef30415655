import countries from 'i18n-iso-countries';
import type { Organisation } from '../world.ts';
import { delegations } from './delegations.ts';

const languages = ['en', 'fr', 'es'] as const;
const largest = Math.max(...delegations.map((delegation) => delegation.size));

/** The English short name of ISO 3166-1. */
export function organisationName(code: string): string {
  const name = countries.getName(code, 'en');
  if (name === undefined) throw new RangeError(`${code} is not a code of ISO 3166-1`);
  return name;
}

/** The organisations by code. Names are those of ISO 3166-1 in three languages. */
export function createOrganisations(): Organisation[] {
  return delegations.map(({ code, size }) => {
    const country = countries.alpha3ToAlpha2(code);
    const name = organisationName(code);
    if (country === undefined) throw new RangeError(`${code} is not a code of ISO 3166-1`);
    const names: Record<string, string> = {};
    for (const language of languages) names[language] = countries.getName(code, language) ?? name;
    return { code, country, name, names, strength: Math.round(100 * Math.sqrt(size / largest)) };
  });
}
