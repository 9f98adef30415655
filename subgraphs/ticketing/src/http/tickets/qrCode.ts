import QRCode from 'qrcode';

/** The barcode of tickets. Level M survives the scratches of a phone's glass; the quiet zone is the standard's four modules. */
const options = { errorCorrectionLevel: 'M', margin: 4 } as const;
const scale = 8;

/** The barcode as a picture. */
export function qrPng(text: string): Promise<Buffer> {
  return QRCode.toBuffer(text, { ...options, type: 'png', scale: scale });
}

/** The barcode as a drawing. */
export function qrSvg(text: string): Promise<string> {
  return QRCode.toString(text, { ...options, type: 'svg' });
}

export interface QrModules {
  /** Modules along one side. */
  readonly size: number;
  isDark(row: number, column: number): boolean;
}

/** The barcode as its modules, for drawing it into something larger. */
export function qrModules(text: string): QrModules {
  const { modules } = QRCode.create(text, options);
  return { size: modules.size, isDark: (row, column) => modules.get(row, column) === 1 };
}
