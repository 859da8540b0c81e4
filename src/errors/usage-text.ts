// What the framework says of a command line that it cannot take, in one line and without secrets. Pure.
import { stripVTControlCharacters } from 'node:util';

/** The framework spreads what is wrong over several lines, some of them with nothing in them. */
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
