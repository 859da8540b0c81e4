// Usage text, pure: the framework's complaint about a command line, in one line and without secrets.
import { stripVTControlCharacters } from 'node:util';

/** The framework spreads its complaint over several lines, some of them empty. */
export const usageText = (message: string): string =>
  withoutSecretValues(
    stripVTControlCharacters(message)
      .split('\n')
      .map((line) => line.trim())
      .filter(
        (line) => line !== '' && !/^(The following errors? occurred:|See more help with --help|Note: .*|Alternatively, .*)$/.test(line),
      )
      .join(' ') || message,
  );

/** `db.password=hunter2`, typed where it does not belong, is named by its key alone. */
export const withoutSecretValues = (text: string): string =>
  text.replace(/([\w.-]{0,64}(?:pass|pwd|secret|token|key|credential)[\w.-]{0,64}[=:])[^\s"]+/gi, '$1***');
