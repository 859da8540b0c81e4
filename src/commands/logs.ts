import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { LogLine, LogsResult } from '../flows/logs.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { printResult } from '../terminal/terminal.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Logs extends BaseCommand<typeof Logs, LogsResult> {
  static override summary = 'Show the log of a component on all its hosts, each line with its host';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %> kafka', description: 'The last lines of every broker' },
    { command: '<%= config.bin %> <%= command.id %> zookeeper -f --limit 192.168.1.1', description: "One member's, as it grows" },
  ];
  static override args = { component: Args.string({ required: true, description: 'zookeeper, kafka, ...' }) };
  static override flags = {
    follow: Flags.boolean({ char: 'f', summary: 'Go on as they grow, until Ctrl-C.' }),
    lines: Flags.integer({ char: 'n', default: 50, min: 1, max: 100_000, summary: 'How many lines from the end.' }),
  };

  protected override async act({ flags, args, json }: Input<typeof Logs>, flow: FlowOptions): Promise<Outcome<LogsResult>> {
    const { logs } = await import('../flows/logs.js');
    const print = ({ host, line }: LogLine): void => printResult(json ? JSON.stringify({ host, line }) : `${host}  ${line}`);
    const onLine = json && !flags.follow ? () => undefined : print;
    return logs({ ...flow, component: args.component, lines: flags.lines, follow: flags.follow, onLine });
  }

  protected override show({ hosts }: LogsResult): string {
    return hosts.flatMap(({ host, error }) => (error === null ? [] : [`${host}  cannot be read: ${error}`])).join('\n');
  }
}
