// Questions to the person at the terminal, if there is one.

export interface Questions {
  /** False without a terminal, or when the person forbade questions. */
  readonly interactive: boolean;
  /** One question at a time, also with several callers. False when nobody can answer. */
  confirm(question: string): Promise<boolean>;
  /** Undefined where nobody can answer. What is typed is not shown. */
  secret(question: string): Promise<string | undefined>;
  /** The typed text, for destructive questions that ask for a name. */
  text(question: string): Promise<string | undefined>;
}
