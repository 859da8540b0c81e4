// Questions of a server during a login (keyboard-interactive): a password, a one-time code, a change of password.
import type { KeyboardInteractiveAuthMethod, Prompt } from 'ssh2';
import type { Questions } from '../../model/questions.js';
import { plain, type ServerText } from './server-text.js';

const MOST_ROUNDS = 10;
const MOST_PROMPTS = 10;
const SHOWN = 200;

interface KeyboardContext {
  readonly user: string;
  /** `fams@web1:22`: tells the person which server asks. */
  readonly server: string;
  readonly questions: Questions;
  readonly said: ServerText;
  readonly unhurried: <T>(work: () => Promise<T>) => Promise<T>;
  /** Ends the login. */
  readonly giveUp: (error: Error) => void;
}

/**
 * The first question that hides its answer gets the password; the person is asked every other one. A second hidden question is no
 * repetition but another one, such as for a new password, and must not get the old one.
 */
export function keyboardInteractive(context: KeyboardContext, password: string): KeyboardInteractiveAuthMethod {
  let rounds = 0;
  let given = false;
  const answer = async ({ prompt, echo }: Prompt): Promise<string> => {
    if (echo !== true && !given) {
      given = true;
      return password;
    }
    const { questions, server, unhurried } = context;
    const question = `${server} asks: ${plain(prompt.slice(0, 4 * SHOWN)).slice(0, SHOWN)}`;
    if (!questions.interactive) throw new Error(`it asks "${plain(prompt.slice(0, 4 * SHOWN)).slice(0, SHOWN)}", and nobody can be asked`);
    return (await unhurried(() => (echo === true ? questions.text(question) : questions.secret(question)))) ?? '';
  };
  return {
    type: 'keyboard-interactive',
    username: context.user,
    prompt: (name, instructions, _language, prompts, finish) => {
      rounds += 1;
      const sane = [name, instructions].every((text) => context.said.add(text));
      if (!sane || rounds > MOST_ROUNDS || prompts.length > MOST_PROMPTS) {
        context.giveUp(new Error('it asks questions without end'));
        return;
      }
      void inTurn(prompts, answer).then(finish, (error: unknown) =>
        context.giveUp(error instanceof Error ? error : new Error(String(error))),
      );
    },
  };
}

async function inTurn(prompts: readonly Prompt[], answer: (prompt: Prompt) => Promise<string>): Promise<string[]> {
  const answers: string[] = [];
  for (const prompt of prompts) answers.push(await answer(prompt));
  return answers;
}
