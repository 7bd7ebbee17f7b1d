/**
 * The runs of a campaign one after another, in this thread. A run that was begun is finished.
 */
import type { CampaignRuns } from './campaign-run.ts'
import type { Tasks } from './tasks.ts'

export async function inTurn(runs: CampaignRuns, tasks: Tasks): Promise<void> {
  for (let nth = tasks.take(); nth !== undefined; nth = tasks.take())
    tasks.done(await runs.run(nth))
}
