import { dotsOf } from './colours.ts';
import type { Raster } from './png.ts';

const columns = 5;
const rows = 4;
const cell = { width: 128, height: 72 };

/** Twenty small pictures on one sheet: the same field, with something that moves across it from left to right. */
export function drawStoryboard(code: string): Raster {
  const width = columns * cell.width;
  const height = rows * cell.height;
  const dots = new Uint8Array(width * height * 3);
  const [ground, field, runner] = [dotsOf(code, 40, 16), dotsOf(code, 45, 34), dotsOf(code, 20, 92)];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const step = Math.floor(y / cell.height) * columns + Math.floor(x / cell.width);
      const colour = colourAt(x % cell.width, y % cell.height, step, ground, field, runner);
      dots.set(colour, (y * width + x) * 3);
    }
  }
  return { width, height, dots };
}

type Dot = readonly [number, number, number];

function colourAt(x: number, y: number, step: number, ground: Dot, field: Dot, runner: Dot): Dot {
  const isMargin = x < 1 || y < 1;
  if (isMargin) return [0, 0, 0];
  const away = Math.hypot(x - (8 + step * 5.8), y - 44);
  if (away < 7) return runner;
  return y > 26 && y < 62 ? field : ground;
}
