// What a server says during a login, and servers that say it without end.
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { AuthContext, Prompt } from 'ssh2';
import { describe, expect, it } from 'vitest';
import { person, sshHost } from '../support/operator.js';
import { afterwards, as, failure, login, start } from '../support/ssh-cast.js';
import { sendBanner } from '../support/ssh-server.js';

const CONTROL = /\p{Cc}/u;

describe('the text of the server', () => {
  it('is shown where it takes the key and turns the login away all the same, without advice about keys', async () => {
    const server = await start({
      banner: 'Property of Example.\nGo away.',
      turnsAway: 'System is booting up.\r\n\u001b[2JSee pam_nologin(8).\n',
    });
    const error = await failure(as([server]), sshHost(server.port));
    expect(error).toMatchObject({ code: 'HOST_LOGIN_REFUSED', exitCode: 4 });
    expect(error.message).toMatch(/ accepts the key ~\/\.ssh\/id_ed25519, but not the login of fams/);
    expect(error.message).toMatch(/The server says: "Property of Example\. Go away\. System is booting up\. \[2JSee pam_nologin\(8\)\."$/);
    expect(error.todo.join('\n')).not.toMatch(/ssh-copy-id|authorized_keys/);
    expect(error.todo.join('\n')).toMatch(/chage -l fams/);
    expect(server.connections()).toBe(1);
  });

  it('is shown with a plain refusal, its end first where it is long', async () => {
    const server = await start({ methods: ['password'], banner: `${'house rules '.repeat(200)}\nAsk the desk.` });
    const error = await failure(as([server]), sshHost(server.port));
    expect(error.message).toMatch(/The server says: "\.\.\.\S.{500,600} Ask the desk\."$/);
    expect(error.message.length).toBeLessThan(1200);
  });

  it('is shown where a password must be changed', async () => {
    const server = await start({
      onLogin: (attempt) => {
        if (attempt.method === 'password') attempt.requestChange('It is older than\u001b[2J 90 days.', () => undefined);
        else attempt.reject(['password']);
      },
    });
    const who = as([server]);
    const error = await failure({ ...who, env: { ...who.env, PW: 'old' } }, sshHost(server.port, { passwordEnv: 'PW' }));
    expect(error.message).toMatch(/\(the password has expired and must be changed\).* The server says: "It is older than \[2J 90 days\."$/);
  });

  it('does not stand in the way of a login', async () => {
    const server = await start({ banner: 'Welcome' });
    await login(as([server]), sshHost(server.port));
  });

  it('counts a second factor after an accepted key as such, by file or by agent', async () => {
    const server = await start({ secondFactor: 'password', password: 'right' });
    const who = as([server]);
    const error = await failure(who, sshHost(server.port));
    expect(error.message).toMatch(/accepts the key ~\/\.ssh\/id_ed25519 and wants password besides/);
    expect(error.todo.join('\n')).toMatch(/ssh\.passwordEnv/);
    expect(error.todo.join('\n')).not.toMatch(/ssh-copy-id/);
    await login({ ...who, env: { ...who.env, PW: 'right' } }, sshHost(server.port, { passwordEnv: 'PW' }));
  });
});

describe('questions of the server', () => {
  const asks = (rounds: readonly (readonly Prompt[])[], answers: string[]) => (attempt: AuthContext) => {
    if (attempt.method !== 'keyboard-interactive') {
      attempt.reject(['keyboard-interactive']);
      return;
    }
    const round = (i: number): void => {
      const prompts = rounds[i];
      if (prompts === undefined) attempt.accept();
      else
        attempt.prompt([...prompts], 'Sign in', 'Two\u0007 steps', (given) => {
          answers.push(...given);
          round(i + 1);
        });
    };
    round(0);
  };

  it('get the password once; the person is asked for anything else, in words that cannot move the cursor', async () => {
    const answers: string[] = [];
    const rounds = [
      [{ prompt: 'Password: ', echo: false }],
      [{ prompt: `\u001b]52;c;aGk=\u0007Code ${'x'.repeat(5000)}`, echo: true }],
      [],
    ];
    const server = await start({ onLogin: asks(rounds, answers) });
    const who = as([server]);
    const asked = person('123456');
    await login({ ...who, env: { ...who.env, PW: 'right' } }, sshHost(server.port, { passwordEnv: 'PW' }), { questions: asked });
    expect(answers).toEqual(['right', '123456']);
    expect(asked.asked).toHaveLength(1);
    expect(asked.asked[0]).toMatch(/^fams@127\.0\.0\.1:\d+ asks: .*Code x+$/);
    expect(asked.asked[0]).not.toMatch(CONTROL);
    expect(asked.asked[0]?.length).toBeLessThan(300);
  });

  it('never get the password as a new one, and are named where nobody can be asked', async () => {
    const answers: string[] = [];
    const rounds = [[{ prompt: 'Password: ', echo: false }], [{ prompt: 'New password: ', echo: false }]];
    const server = await start({ onLogin: asks(rounds, answers) });
    const who = as([server]);
    const error = await failure({ ...who, env: { ...who.env, PW: 'right' } }, sshHost(server.port, { passwordEnv: 'PW' }));
    expect(error.message).toMatch(/it asks "New password:", and nobody can be asked/);
    expect(error.message).toMatch(/The server says: ".*Two steps/);
    expect(error.message).not.toMatch(CONTROL);
    expect(answers).toEqual(['right']);
  });

  it.each([
    ['rounds', Array.from({ length: 50 }, () => [{ prompt: 'Again: ', echo: true }])],
    ['prompts', [Array.from({ length: 2000 }, () => ({ prompt: 'P: ', echo: true }))]],
  ])('have a limit (%s)', async (_what, rounds) => {
    const server = await start({ onLogin: asks(rounds, []) });
    const who = as([server]);
    const error = await failure(who, sshHost(server.port), { questions: person('x') });
    expect(error).toMatchObject({ code: 'HOST_LOGIN_REFUSED', message: expect.stringMatching(/it asks questions without end/) as string });
  });
});

describe('a server that talks without end', () => {
  it('is left, after its identification', async () => {
    let sent = 0;
    const server = await start({
      onLogin: (attempt, connection) => {
        const timer = setInterval(() => {
          for (let i = 0; i < 50; i++) sendBanner(attempt, `\u001b[31m${'spam '.repeat(1000)}`);
          sent += 50;
        }, 1);
        connection.on('close', () => clearInterval(timer));
        afterwards(() => clearInterval(timer));
      },
    });
    const began = performance.now();
    const error = await failure(as([server]), sshHost(server.port));
    expect(error.message).toMatch(/it sends text without end/);
    expect(error.message).not.toMatch(CONTROL);
    expect(error.message.length).toBeLessThan(1500);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(sent).toBeLessThan(5000);
  });

  it.each([
    ['lines', 'welcome\r\n'.repeat(1000)],
    ['one line', 'welcome '.repeat(1000)],
  ])('is left, before its identification (%s)', async (_what, text) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      const pour = (): void => {
        if (socket.writable) socket.write(text, () => setImmediate(pour));
      };
      pour();
      afterwards(() => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    afterwards(() => server.close());
    const error = await failure(as(), sshHost((server.address() as AddressInfo).port));
    expect(error).toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: expect.stringMatching(/but not as an SSH server: "welcome/) as string,
    });
  });
});
