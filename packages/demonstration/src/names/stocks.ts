import { africa } from './africa.ts';
import { americasAndPacific } from './americasAndPacific.ts';
import { asia } from './asia.ts';
import { europe } from './europe.ts';
import type { NameStock } from './nameStock.ts';

const all = { ...europe, ...asia, ...africa, ...americasAndPacific };

export type StockName = keyof typeof all;

export const nameStocks: Readonly<Record<StockName, NameStock>> = all;
