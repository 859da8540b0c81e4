// Lines of a stream of bytes, each cut at a limit, in time that grows with the bytes alone: a log may hold one line without an end.

/** Of one line, in UTF-16 units. No line of a healthy service comes near it. */
export const LONGEST_LINE = 1 << 16;
export const CUT_MARK = ` ... (cut here by fams-ops: the line is longer than ${String(LONGEST_LINE)} characters)`;

export class LogLines {
  private readonly decoder = new TextDecoder();
  private readonly give: (line: string) => void;
  private parts: string[] = [];
  private length = 0;
  /** The line that is under way was given already, as far as it is shown. */
  private isCut = false;

  constructor(give: (line: string) => void) {
    this.give = give;
  }

  add(bytes: Uint8Array): void {
    const text = this.decoder.decode(bytes, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.extend(text.slice(from, end));
      this.endLine();
      from = end + 1;
    }
    this.extend(text.slice(from));
  }

  /** Text behind the last line break is a line, too. */
  end(): void {
    this.extend(this.decoder.decode());
    if (this.length > 0 || this.isCut) this.endLine();
  }

  private extend(text: string): void {
    if (this.isCut || text === '') return;
    const room = LONGEST_LINE - this.length;
    this.parts.push(text.slice(0, room));
    this.length += Math.min(text.length, room);
    if (text.length <= room) return;
    // Given at once, and not at a line break that may never come.
    this.give(this.parts.join('') + CUT_MARK);
    this.isCut = true;
    this.parts = [];
    this.length = 0;
  }

  private endLine(): void {
    if (!this.isCut) this.give(this.parts.join(''));
    this.isCut = false;
    this.parts = [];
    this.length = 0;
  }
}
