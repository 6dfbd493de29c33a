import { stripVTControlCharacters } from 'node:util';

/** Between two columns. */
const GAP = '  ';

/** Characters that are seen. */
export const widthOf = (text: string): number => stripVTControlCharacters(text).length;

export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Without colours: what is cut would lose its end. */
export const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

/**
 * Rows in columns, each as wide as its widest cell. Of the last one as much is shown as there is room for.
 *
 * @param width of a line
 */
export function table(rows: readonly (readonly string[])[], width = Number.POSITIVE_INFINITY): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns - 1 }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const left = width - widths.reduce((sum, each) => sum + each + GAP.length, 0);
  return rows.map((row) => {
    const fixed = widths.map((each, column) => padded(row[column] ?? '', each));
    const last = row[columns - 1] ?? '';
    return [...fixed, widthOf(last) > left ? cut(stripVTControlCharacters(last), left) : last]
      .join(GAP)
      .trimEnd();
  });
}

/** Text in lines of this width, the later ones indented. Words that are longer stay whole. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else {
      lines.push(lines.length === 0 ? word : indent + word);
    }
  }
  return lines;
}
