/**
 * One thing wrong with the file. `row` is what a spreadsheet shows beside the record, `line` what a text editor
 * shows where the record begins: they differ below a cell of several lines. Both null: the file as a whole.
 */
export type ImportIssue = {
  row: number | null;
  line: number | null;
  /** The header's name of the column, null when it is about the row or the file. */
  column: string | null;
  /** What is wrong and what to do, for a person. */
  reason: string;
};

/** Ends the reading: what follows in the file cannot be trusted. */
export class UnreadableFile extends Error {
  readonly issue: ImportIssue;

  constructor(reason: string, place: Partial<ImportIssue> = {}, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'UnreadableFile';
    this.issue = { row: null, line: null, column: null, ...place, reason };
  }
}

/** An issue and which of the import's files it is in. */
export type FileIssue = ImportIssue & { file: 'products' | 'translations' };

const MOST_KEPT = 100;

/** The first hundred issues, and how many there were. */
export class IssueList {
  readonly kept: FileIssue[] = [];
  count = 0;

  add(issues: ImportIssue[], file: FileIssue['file'] = 'products'): void {
    this.count += issues.length;
    for (const issue of issues.slice(0, MOST_KEPT - this.kept.length)) this.kept.push({ ...issue, file });
  }
}
