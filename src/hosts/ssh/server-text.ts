// Server text: the server's words to a person during a login. Banners, instructions, prompts, and at last the reason for a refusal.

/** Characters that we keep, from the end: the reason comes last, after any house rules. */
const KEPT = 2000;
const SHOWN = 600;
/** Beyond this it is no text for a person. */
const MOST_CHARACTERS = 256 << 10;
const MOST_TEXTS = 100;

export class ServerText {
  private kept = '';
  private characters = 0;
  private texts = 0;

  /** False once the server has sent too much: then the login must end. */
  add(text: string): boolean {
    this.characters += text.length;
    this.texts += 1;
    this.kept = `${this.kept}\n${text.slice(-KEPT)}`.slice(-KEPT);
    return this.characters <= MOST_CHARACTERS && this.texts <= MOST_TEXTS;
  }

  /** On one line and without control characters; empty when it said nothing. */
  get shown(): string {
    const text = plain(this.kept);
    return text.length > SHOWN ? `...${text.slice(-SHOWN)}` : text;
  }
}

/** A stranger's text as part of a sentence. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
