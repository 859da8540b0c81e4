import * as Flags from '@oclif/core/flags';
import type { DemoResult } from '../flows/demo.js';
import type { FlowOptions, Outcome } from '../flows/options.js';
import { demoText } from '../output/demo-text.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Demo extends BaseCommand<typeof Demo, DemoResult> {
  static override summary = 'Make a three-node cluster on this one machine';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Make the cluster, or go on with it' },
    { command: '<%= config.bin %> <%= command.id %> --down', description: 'Take it down, with its data' },
  ];
  static override flags = { down: Flags.boolean({ summary: 'Take the demo down again, with its data.' }) };

  protected override async act({ flags }: Input<typeof Demo>, flow: FlowOptions): Promise<Outcome<DemoResult>> {
    const { demo } = await import('../flows/demo.js');
    return demo({ ...flow, down: flags.down });
  }

  protected override show(result: DemoResult): string {
    return demoText(result, typed());
  }
}

/** How this program was called, so that what is to be tried next can be typed as it stands. */
const typed = (): string => (process.argv[1]?.endsWith('run.js') ? 'node bin/run.js' : 'fams-ops');
