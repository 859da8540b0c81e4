import type { ClientConfigResult } from '../flows/client-config.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { clientConfigText } from '../views/client-config.js';
import { BaseCommand, type Input } from './base-command.js';

export default class ClientConfig extends BaseCommand<typeof ClientConfig, ClientConfigResult> {
  static override summary = 'Print what an application needs to use the cluster';
  static override examples = [{ command: '<%= config.bin %> <%= command.id %>', description: 'Settings for producers and consumers' }];

  protected override async act(_input: Input<typeof ClientConfig>, flow: FlowOptions): Promise<Outcome<ClientConfigResult>> {
    const { clientConfig } = await import('../flows/client-config.js');
    return clientConfig(flow);
  }

  protected override show(result: ClientConfigResult): string {
    return clientConfigText(result);
  }
}
