/** A colour from a text, the same each time: hue by the text, saturation and lightness as given (per cent). */
export function colourOf(text: string, saturation: number, lightness: number): string {
  return `hsl(${hueOf(text)} ${saturation}% ${lightness}%)`;
}

function hueOf(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return (hash >>> 0) % 360;
}

/** Red, green and blue of the same colour, 0 to 255, for pictures that are made of dots. */
export function dotsOf(text: string, saturation: number, lightness: number): readonly [number, number, number] {
  const [hue, s, l] = [hueOf(text), saturation / 100, lightness / 100];
  const channel = (offset: number): number => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
