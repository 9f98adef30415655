/** Text as it may stand in XML, in an attribute too. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Corners as the `points` of a polygon. */
export function pointsOf(outline: readonly (readonly [number, number])[]): string {
  return outline.map(([x, y]) => `${x},${y}`).join(' ');
}

/** The middle of corners. */
export function centreOf(outline: readonly (readonly [number, number])[]): readonly [number, number] {
  const count = Math.max(1, outline.length);
  const [x, y] = outline.reduce<readonly [number, number]>(([sumX, sumY], [x, y]) => [sumX + x, sumY + y], [0, 0]);
  return [Math.round(x / count), Math.round(y / count)];
}
