import { expect, test } from '@jest/globals';
import { commonBeginning } from '../src/paris2024/convertCodes.ts';
import { readNames, readPythonList } from '../src/paris2024/pythonList.ts';
import { dateColumn, flag, heightCm, personGender, splitName, wholeNumber } from '../src/paris2024/values.ts';

test('a Python list is read whichever marks its strings have', () => {
  expect(readPythonList(`['KAO Wenchao', "D'ALMEIDA Marcus", 'WANG Yan']`)).toEqual([
    'KAO Wenchao',
    "D'ALMEIDA Marcus",
    'WANG Yan',
  ]);
  expect(readPythonList('')).toEqual([]);
  expect(readPythonList('[]')).toEqual([]);
  expect(readPythonList(`['it\\'s', "a \\"b\\"", 'c\\\\d', 'e\\nf', '\\xe9\\u00e9', 'x, y]']`)).toEqual([
    "it's",
    'a "b"',
    'c\\d',
    'e\nf',
    'éé',
    'x, y]',
  ]);
});

test('a text that is not a Python list is told from one', () => {
  for (const text of ['plain', "['open", "['a' 'b']", "['a',, 'b']", '[1, 2]', "['a]", "['a', \"b']"]) {
    expect(readPythonList(text)).toBeNull();
  }
});

test('names come as a list, as a list without its outer marks, or plain', () => {
  expect(readNames("['Judo']")).toEqual(['Judo']);
  expect(readNames("Marathon Swimming', 'Swimming")).toEqual(['Marathon Swimming', 'Swimming']);
  expect(readNames('Artistic Swimming')).toEqual(['Artistic Swimming']);
  expect(readNames('')).toEqual([]);
  expect(readNames("['Judo")).toBeNull();
});

test('numbers, flags, genders, heights and dates are read in all the forms that the set has', () => {
  expect(['1', '1.0', '', '0', '1.5', 'one', 'True'].map(wholeNumber)).toEqual([
    1,
    1,
    null,
    0,
    undefined,
    undefined,
    undefined,
  ]);
  expect(['True', 'TRUE', 'False', '1', ''].map(flag)).toEqual([true, true, false, undefined, undefined]);
  expect(['Male', 'M', 'Female', 'F', 'W', 'X', ''].map(personGender)).toEqual([
    'M',
    'M',
    'W',
    'W',
    'W',
    undefined,
    undefined,
  ]);
  expect(['0', '0.0', '', '181.0', '900', 'tall'].map(heightCm)).toEqual([null, null, null, 181, undefined, undefined]);
});

test('dates are read by the form that their column has throughout, and only by it', () => {
  const read = (...cells: string[]) => cells.map(dateColumn(cells));
  expect(read('1988-03-28', '', '1988-02-30', 'May')).toEqual(['1988-03-28', null, undefined, undefined]);
  expect(read('27-07-2024', '03-04-2024', '2024-07-27')).toEqual(['2024-07-27', '2024-04-03', undefined]);
  expect(read('07/27/2024', '03/04/2024')).toEqual(['2024-07-27', '2024-03-04']);
  expect(read('3.4.2024')).toEqual(['2024-04-03']);
});

test('a family name is what is written in capitals', () => {
  const split = (name: string) => Object.values(splitName(name));
  expect(split("D'ALMEIDA Marcus")).toEqual(["D'ALMEIDA", 'Marcus']);
  expect(split('McDONALD Rusheen')).toEqual(['McDONALD', 'Rusheen']);
  expect(split('le COZ Gireg')).toEqual(['le COZ', 'Gireg']);
  expect(split('van de WIEL Anne')).toEqual(['van de WIEL', 'Anne']);
  expect(split('KIM Je Deok')).toEqual(['KIM', 'Je Deok']);
  expect(split('RADHI SHENAISHIL')).toEqual(['RADHI SHENAISHIL', null]);
  expect(split('SHIGEKIX')).toEqual(['SHIGEKIX', null]);
  expect(split('Lula')).toEqual(['Lula', null]);
});

test('a phase is called as the names of its units begin', () => {
  expect(commonBeginning(['Round 1 - Heat 1', 'Round 1 - Heat 2'])).toBe('Round 1');
  expect(commonBeginning(['Semifinal 1', 'Semifinal 2'])).toBe('Semifinal');
  expect(commonBeginning(['Final'])).toBe('Final');
  expect(commonBeginning(['Final A', 'Semifinal'])).toBe('');
});
