import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CampaignRecord } from './campaign.js';
import { campaignHtml } from './campaign-html.js';
import { campaignJson, type CampaignJson } from './campaign-json.js';
import { scheduleAsStory } from './schedule-file.js';

/**
 * The files of a campaign report. `story` is set if the campaign failed: the schedule, to be replayed and minimised.
 */
export interface CampaignFiles {
  json: string;
  html: string;
  story?: string;
}

/** Writes report.json, report.html and, if the campaign failed, the schedule. */
export async function writeCampaignReport(
  record: CampaignRecord,
  folder: string,
): Promise<{ json: CampaignJson; files: CampaignFiles }> {
  await mkdir(folder, { recursive: true });
  const json = campaignJson(record);
  const files: CampaignFiles = { json: join(folder, 'report.json'), html: join(folder, 'report.html') };
  if (json.outcome === 'failed') files.story = join(folder, `campaign-${record.seed}.yaml`);
  await writeFile(files.json, `${JSON.stringify(json, null, 2)}\n`);
  await writeFile(files.html, await campaignHtml(record, json));
  if (files.story) await writeFile(files.story, scheduleAsStory(`Campaign with seed ${record.seed}`, record));
  return { json, files };
}
