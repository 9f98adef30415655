import type { SeatingPlan } from '../world.ts';

export interface VenueSpec {
  readonly code: string;
  readonly name: string;
  readonly city: string;
  /** Kilometres east and north of the centre of the city. */
  readonly east: number;
  readonly north: number;
  readonly shape: SeatingPlan['shape'];
  /** Metres. */
  readonly length: number;
  readonly width: number;
  /** Seats asked for; the plan comes as near as whole rows allow. */
  readonly seats: number;
  readonly tiers: number;
  /** Places for people who stand or sit on the grass. */
  readonly generalAdmission: number;
  readonly locations: readonly string[];
}

type Row = readonly [
  code: string,
  name: string,
  city: string,
  east: number,
  north: number,
  shape: SeatingPlan['shape'],
  length: number,
  width: number,
  seats: number,
  tiers: number,
  generalAdmission: number,
  locations: readonly string[],
];

// biome-ignore format: one venue a row
const rows: readonly Row[] = [
  ['AQC', 'Aquatics Centre', 'Port Meridian', 2.1, 1.4, 'TWO_STANDS', 60, 30, 17000, 2, 0, ['Competition pool', 'Second pool']],
  ['ARF', 'Archery Field', 'Port Meridian', -3.2, 0.8, 'TWO_STANDS', 90, 24, 6000, 1, 0, ['Field 1', 'Field 2']],
  ['ARN', 'Arena North', 'Port Meridian', 0.6, 6.3, 'BOWL', 40, 26, 15000, 2, 0, ['Court']],
  ['BFS', 'Bayfront Stadium', 'Port Meridian', 4.8, -0.6, 'BOWL', 120, 80, 56000, 3, 0, ['Pitch']],
  ['BMH', 'Badminton Hall', 'Port Meridian', -1.1, 5.2, 'FOUR_STANDS', 50, 30, 8000, 1, 0, ['Court 1', 'Court 2', 'Court 3', 'Court 4']],
  ['BXA', 'Boxing Arena', 'Port Meridian', 1.7, 5.8, 'FOUR_STANDS', 36, 36, 10000, 2, 0, ['Ring']],
  ['CBA', 'Combat Hall A', 'Port Meridian', 3.0, 3.3, 'FOUR_STANDS', 50, 30, 9000, 1, 0, ['Mat 1', 'Mat 2', 'Mat A', 'Mat B']],
  ['CBB', 'Combat Hall B', 'Port Meridian', 3.2, 3.5, 'FOUR_STANDS', 56, 30, 8000, 1, 0, ['Piste Blue', 'Piste Yellow', 'Piste Green', 'Piste Red', 'Court 1', 'Court 2']],
  ['CLW', 'Climbing Wall', 'Port Meridian', -0.4, -1.2, 'GRANDSTAND', 90, 20, 6000, 1, 1500, ['Wall']],
  ['CVS', 'Cedar Valley Stadium', 'Cedar Valley', 41.0, 18.5, 'BOWL', 115, 78, 42000, 2, 0, ['Pitch']],
  ['DVC', 'Diving Centre', 'Port Meridian', 2.3, 1.6, 'TWO_STANDS', 50, 26, 6000, 1, 0, ['Diving pool']],
  ['EQP', 'Equestrian Park', 'Alderbrook', 22.4, 9.1, 'FOUR_STANDS', 100, 70, 16000, 1, 8000, ['Main arena', 'Cross-country course']],
  ['ESP', 'Esplanade', 'Port Meridian', 0.2, -2.8, 'COURSE', 300, 20, 3500, 1, 6000, ['Course']],
  ['GAR', 'Grand Arena', 'Port Meridian', 0.9, 2.2, 'BOWL', 60, 34, 18500, 3, 0, ['Podium', 'Second floor']],
  ['GLF', 'Meridian Links', 'Point Loma Verde', -14.2, 21.7, 'COURSE', 400, 60, 2500, 1, 22000, ['Course']],
  ['HBA', 'Handball Arena', 'Port Meridian', 1.2, 6.1, 'FOUR_STANDS', 46, 28, 12000, 2, 0, ['Court']],
  ['HCP', 'Hockey Park', 'Port Meridian', -5.1, 3.7, 'FOUR_STANDS', 100, 64, 15000, 1, 0, ['Pitch 1', 'Pitch 2']],
  ['MAR', 'Marina', 'Port Meridian', 5.6, -4.2, 'GRANDSTAND', 200, 30, 2500, 1, 4000, ['Course Alpha', 'Course Bravo', 'Course Charlie']],
  ['MST', 'Meridian Stadium', 'Port Meridian', 1.5, 0.4, 'BOWL', 180, 100, 80000, 3, 0, ['Track', 'Jumps East', 'Jumps West', 'Throws']],
  ['NGS', 'Northgate Stadium', 'Northgate', 3.1, 24.6, 'BOWL', 118, 80, 48000, 2, 0, ['Pitch']],
  ['RBP', 'Ridge Bike Park', 'Alderbrook', 19.8, 12.6, 'GRANDSTAND', 120, 30, 4000, 1, 7000, ['Cross-country course', 'Racing track']],
  ['RDC', 'Road Course', 'Port Meridian', -0.8, -3.4, 'COURSE', 400, 20, 3000, 1, 5000, ['Start and finish']],
  ['RGL', 'Regatta Lake', 'Silver Lake', 27.9, -6.3, 'GRANDSTAND', 600, 60, 14000, 1, 9000, ['Rowing course', 'Sprint course']],
  ['RSO', 'Rugby Oval', 'Port Meridian', -2.4, 2.9, 'BOWL', 125, 80, 45000, 2, 0, ['Pitch']],
  ['SBS', 'Sandbar Stadium', 'Port Meridian', 4.9, -2.1, 'FOUR_STANDS', 44, 28, 13000, 2, 0, ['Centre court', 'Court 2']],
  ['SHR', 'Shooting Range', 'Alderbrook', 20.6, 15.3, 'GRANDSTAND', 80, 20, 4000, 1, 0, ['Finals hall', '50 m range', '25 m range', 'Shotgun range']],
  ['TNC', 'Tennis Centre', 'Port Meridian', -2.0, 4.4, 'FOUR_STANDS', 44, 24, 26000, 2, 0, ['Centre court', 'Court 1', 'Court 2', 'Court 3', 'Court 4', 'Court 5', 'Court 6', 'Court 7', 'Court 8', 'Court 9']],
  ['TTH', 'Table Tennis Hall', 'Port Meridian', -1.3, 5.5, 'FOUR_STANDS', 40, 26, 7000, 1, 0, ['Table 1', 'Table 2', 'Table 3', 'Table 4']],
  ['UPK', 'Urban Park', 'Port Meridian', -0.1, -0.9, 'FOUR_STANDS', 34, 26, 7000, 1, 2000, ['Court', 'Park']],
  ['VBH', 'Volleyball Hall', 'Port Meridian', 2.6, 6.6, 'FOUR_STANDS', 44, 28, 12500, 2, 0, ['Court']],
  ['VEL', 'Velodrome', 'Port Meridian', -6.3, 1.2, 'TWO_STANDS', 110, 60, 6500, 1, 0, ['Track']],
  ['WFR', 'Waterfront', 'Port Meridian', 5.2, -1.4, 'COURSE', 250, 30, 3000, 1, 4500, ['Open water course', 'Triathlon course']],
  ['WLH', 'Weightlifting Hall', 'Port Meridian', 2.8, 3.0, 'GRANDSTAND', 80, 14, 6000, 1, 0, ['Platform']],
  ['WPA', 'Water Polo Arena', 'Port Meridian', 2.0, 1.8, 'TWO_STANDS', 60, 26, 6500, 1, 0, ['Pool']],
  ['WWC', 'Whitewater Centre', 'Silver Lake', 26.1, -4.4, 'GRANDSTAND', 250, 30, 7000, 1, 4000, ['Rapids']],
];

export const venueTable: readonly VenueSpec[] = rows.map(
  ([code, name, city, east, north, shape, length, width, seats, tiers, generalAdmission, locations]) => ({
    code,
    name,
    city,
    east,
    north,
    shape,
    length,
    width,
    seats,
    tiers,
    generalAdmission,
    locations,
  }),
);
