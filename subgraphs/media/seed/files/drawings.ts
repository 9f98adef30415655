/** The still pictures of the demonstration: drawings of our own, made of a few shapes, the same each time. */

import { colourOf } from './colours.ts';

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

const escapeText = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? '');

function draw(width: number, height: number, title: string, shapes: readonly string[]): Drawing {
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    ...shapes,
    '</svg>\n',
  ].join('\n');
  return { width, height, svg };
}

const label = (text: string, x: number, y: number, size: number): string =>
  `<text x="${x}" y="${y}" font-family="sans-serif" font-size="${size}" font-weight="700" fill="#fff">${escapeText(text)}</text>`;

/** A discipline: lanes that run out to the horizon, in its own colour, with its name. */
export function drawDiscipline(code: string, name: string): Drawing {
  const lanes = Array.from({ length: 7 }, (_, lane) => {
    const x = 200 + lane * 200;
    return `<line x1="800" y1="180" x2="${x}" y2="900" stroke="#fff" stroke-opacity=".35" stroke-width="6"/>`;
  });
  return draw(1600, 900, name, [
    `<rect width="1600" height="900" fill="${colourOf(code, 62, 26)}"/>`,
    `<path d="M0 420 L800 180 L1600 420 V900 H0 Z" fill="${colourOf(code, 62, 38)}"/>`,
    ...lanes,
    label(name, 80, 820, 96),
  ]);
}

/** A venue: its stands as arcs around the field of play, with its name. */
export function drawVenue(code: string, name: string): Drawing {
  const tiers = [0, 1, 2, 3].map(
    (tier) =>
      `<ellipse cx="800" cy="420" rx="${340 + tier * 110}" ry="${170 + tier * 62}" fill="none" stroke="${colourOf(code, 40, 34 + tier * 9)}" stroke-width="72"/>`,
  );
  return draw(1600, 900, name, [
    `<rect width="1600" height="900" fill="${colourOf(code, 35, 18)}"/>`,
    ...tiers.reverse(),
    `<ellipse cx="800" cy="420" rx="280" ry="130" fill="${colourOf(code, 45, 62)}"/>`,
    label(name, 80, 840, 84),
  ]);
}

/** A portrait that is nobody's: head and shoulders before a plain wall. Many athletes share one. */
export function drawPortrait(number: number): Drawing {
  const wall = colourOf(`wall ${number}`, 30, 78);
  const shirt = colourOf(`shirt ${number}`, 65, 42);
  const skin = `hsl(26 ${38 + (number % 4) * 6}% ${34 + (number % 6) * 8}%)`;
  const hair = `hsl(28 ${20 + (number % 3) * 12}% ${12 + (number % 5) * 9}%)`;
  return draw(600, 800, 'Portrait', [
    `<rect width="600" height="800" fill="${wall}"/>`,
    `<path d="M60 800 C60 600 190 560 300 560 C410 560 540 600 540 800 Z" fill="${shirt}"/>`,
    `<rect x="250" y="470" width="100" height="130" rx="46" fill="${skin}"/>`,
    `<ellipse cx="300" cy="370" rx="${118 + (number % 3) * 5}" ry="152" fill="${skin}"/>`,
    `<path d="M176 360 C170 ${190 - (number % 4) * 12} 430 ${190 - (number % 4) * 12} 424 360 C400 290 200 290 176 360 Z" fill="${hair}"/>`,
  ]);
}

/** A kind of merchandise: its outline on a card, with its name. */
export function drawMerchandise(code: string, name: string): Drawing {
  const fill = colourOf(code, 58, 46);
  return draw(800, 800, name, [
    '<rect width="800" height="800" fill="#f4f2ee"/>',
    `<g fill="${fill}" stroke="${colourOf(code, 58, 28)}" stroke-width="10" stroke-linejoin="round">${outlineOf(code)}</g>`,
    `<rect y="690" width="800" height="110" fill="${colourOf(code, 58, 28)}"/>`,
    label(name, 40, 762, 52),
  ]);
}

const outlines: readonly (readonly [codes: RegExp, outline: string])[] = [
  [
    /shirt|jersey|hoodie|jacket/,
    '<path d="M280 150 L150 230 L200 360 L260 330 V620 H540 V330 L600 360 L650 230 L520 150 C480 210 320 210 280 150 Z"/>',
  ],
  [/cap|beanie/, '<path d="M180 440 C180 250 620 250 620 440 Z"/><path d="M150 440 H700 L640 500 H160 Z"/>'],
  [
    /bag|backpack/,
    '<rect x="240" y="260" width="320" height="360" rx="40"/><path d="M310 260 C310 150 490 150 490 260" fill="none"/>',
  ],
  [
    /mug|bottle/,
    '<rect x="260" y="240" width="240" height="380" rx="24"/><path d="M500 320 C620 320 620 520 500 520" fill="none"/>',
  ],
  [
    /flag|scarf|towel/,
    '<path d="M200 160 V640"/><path d="M200 180 C320 120 440 240 600 180 V420 C440 480 320 360 200 420 Z"/>',
  ],
  [
    /plush/,
    '<circle cx="400" cy="300" r="120"/><circle cx="310" cy="200" r="48"/><circle cx="490" cy="200" r="48"/><ellipse cx="400" cy="520" rx="150" ry="130"/>',
  ],
  [
    /umbrella/,
    '<path d="M160 420 C200 180 600 180 640 420 Z"/><path d="M400 420 V600 C400 660 320 660 320 600" fill="none"/>',
  ],
];

function outlineOf(code: string): string {
  const special = outlines.find(([codes]) => codes.test(code));
  return special?.[1] ?? '<rect x="240" y="160" width="320" height="460" rx="12"/>';
}
