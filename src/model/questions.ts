// Asking the person, where there is one.

export interface Questions {
  /** False without a terminal, or where the person said that nothing may be asked. */
  readonly interactive: boolean;
  /** One question at a time, whoever asks. False where nobody can answer. */
  confirm(question: string): Promise<boolean>;
  /** Undefined where nobody can answer. What is typed is not shown. */
  secret(question: string): Promise<string | undefined>;
  /** What was typed, for destructive questions that want a name. */
  text(question: string): Promise<string | undefined>;
}
