// Risks of a plan: asked before anything is touched.
import type { ApplyContext } from '../../apply/context.js';
import { riskRefused } from '../../apply/gates.js';
import type { Action } from '../../model/action.js';
import type { RiskName } from '../../model/risk.js';
import type { Stage } from '../../model/stage.js';

/** Adds its risks to each restart. Passing risks are awaited later; lasting ones need consent now. */
export async function withRisks(
  stages: readonly Stage[],
  { resolved, lives, live }: Pick<ApplyContext, 'resolved' | 'lives' | 'live'>,
): Promise<readonly Stage[]> {
  const judged = async (action: Action): Promise<Action> => {
    const placed = resolved.placed.find(({ instance }) => instance.component === action.component && instance.host.name === action.host);
    const component = lives[action.component];
    if (placed === undefined) return action;
    return { ...action, risks: (await component.mayStop(placed.instance, resolved, live)).risks.filter((risk) => risk.lasting) };
  };
  return Promise.all(
    stages.map(async (stage) =>
      stage.actions.some((action) => action.kind === 'service-restart')
        ? { ...stage, actions: await Promise.all(stage.actions.map(judged)) }
        : stage,
    ),
  );
}

/** @throws AppError RISK_REFUSED before anything is touched */
export function refuseRisks(stages: readonly Stage[], allow: readonly RiskName[]): void {
  for (const action of stages.flatMap((stage) => stage.actions)) {
    const refused = action.risks.filter((risk) => risk.lasting && !allow.includes(risk.name));
    if (refused.length > 0) throw riskRefused(action, refused);
  }
}
