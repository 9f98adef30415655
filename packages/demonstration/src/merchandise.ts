/** A kind of thing that the demonstration's store sells, with its name in the languages of the demonstration. */
export interface MerchandiseKind {
  /** In codes of categories, and of the pictures that media holds of each kind. */
  readonly code: string;
  readonly names: { readonly en: string; readonly fr: string; readonly es: string };
  /** What a buyer chooses. */
  readonly choice: 'SIZE' | 'COLOUR' | 'NONE';
  readonly usdCents: number;
  readonly grams: number;
}

type Row = readonly [string, string, string, string, MerchandiseKind['choice'], number, number];

const table: readonly Row[] = [
  ['t-shirt', 'T-shirt', 'T-shirt', 'Camiseta', 'SIZE', 2999, 180],
  ['jersey', 'Jersey', 'Maillot', 'Camiseta oficial', 'SIZE', 7999, 210],
  ['hoodie', 'Hoodie', 'Sweat à capuche', 'Sudadera con capucha', 'SIZE', 6499, 520],
  ['polo-shirt', 'Polo shirt', 'Polo', 'Polo', 'SIZE', 4499, 220],
  ['jacket', 'Track jacket', 'Veste de survêtement', 'Chaqueta de chándal', 'SIZE', 8999, 430],
  ['socks', 'Socks', 'Chaussettes', 'Calcetines', 'SIZE', 1299, 60],
  ['cap', 'Cap', 'Casquette', 'Gorra', 'COLOUR', 2499, 110],
  ['beanie', 'Beanie', 'Bonnet', 'Gorro', 'COLOUR', 2299, 90],
  ['scarf', 'Scarf', 'Écharpe', 'Bufanda', 'NONE', 2499, 150],
  ['flag', 'Flag', 'Drapeau', 'Bandera', 'NONE', 1499, 120],
  ['towel', 'Towel', 'Serviette', 'Toalla', 'COLOUR', 2999, 400],
  ['tote-bag', 'Tote bag', 'Sac en toile', 'Bolsa de tela', 'COLOUR', 1699, 140],
  ['backpack', 'Backpack', 'Sac à dos', 'Mochila', 'COLOUR', 5499, 650],
  ['mug', 'Mug', 'Tasse', 'Taza', 'COLOUR', 1499, 380],
  ['bottle', 'Water bottle', 'Gourde', 'Botella', 'COLOUR', 2299, 260],
  ['poster', 'Poster', 'Affiche', 'Póster', 'NONE', 1499, 90],
  ['pin', 'Pin', 'Épinglette', 'Pin', 'NONE', 799, 15],
  ['magnet', 'Magnet', 'Aimant', 'Imán', 'NONE', 599, 25],
  ['key-ring', 'Key ring', 'Porte-clés', 'Llavero', 'NONE', 899, 30],
  ['notebook', 'Notebook', 'Carnet', 'Cuaderno', 'COLOUR', 1199, 240],
  ['umbrella', 'Umbrella', 'Parapluie', 'Paraguas', 'COLOUR', 2799, 450],
  ['plush', 'Plush mascot', 'Peluche de la mascotte', 'Peluche de la mascota', 'NONE', 2499, 220],
  ['book', 'Illustrated book', 'Livre illustré', 'Libro ilustrado', 'NONE', 3499, 900],
  ['print', 'Signed print', 'Tirage signé', 'Lámina firmada', 'NONE', 12900, 300],
];

/** Everything that can be made of a discipline, a team, an athlete or the Games themselves. */
export const merchandiseKinds: readonly MerchandiseKind[] = table.map(
  ([code, en, fr, es, choice, usdCents, grams]) => ({ code, names: { en, fr, es }, choice, usdCents, grams }),
);
