import { newStory, scenarioNamed, scenariosIn, type Scenario } from '#scenarios';
import { NotPossible } from '#runtime';
import { existsSync, writeFileSync } from 'node:fs';
import type { Register } from '../context.js';
import { foldersOf, type FolderFlag } from '../story-folders.js';
import { registerRun } from './scenario-run.js';

/** Scenario files, and running them with a verdict. */
export const register: Register = (program, context) => {
  const scenario = program.command('scenario').description('run scripted outages against the stack, with a verdict');
  scenario
    .command('list')
    .description('list every scenario, with a description; exit 2 if a file cannot be read, after listing the others')
    .option('--scenarios <dir>', 'also look in this folder')
    .action(
      context.action(async (flags: FolderFlag) => {
        const { scenarios, mistakes } = scenariosIn(foldersOf(flags));
        const found = scenarios.map(({ name, title, story, designs }) => ({
          ...{ name, title, story },
          designs: designs.map((design) => design.name),
        }));
        context.answer(found, () =>
          found
            .map(({ name, story }) => [name, ...new Set([story.en, story.ko].map((text) => `  ${text}`))].join('\n'))
            .join('\n'),
        );
        for (const mistake of mistakes) context.progress(mistake);
        return mistakes.length === 0 ? 0 : 2;
      }),
    );
  scenario
    .command('check')
    .argument('<file>', 'the scenario, for example mine.yaml')
    .description('validate a scenario without a running stack; exit 2 and report the first mistake')
    .action(
      context.action(async (file: string) => {
        const { name, designs, phases, expectations } = readable(file);
        const said = {
          name,
          designs: designs.map((design) => design.name),
          phases: phases.talk.map((phase) => phase.name),
        };
        context.answer({ ...said, expectations: expectations.length }, () => `${file} is valid`);
      }),
    );
  scenario
    .command('new')
    .argument('<name>', 'name of the new scenario')
    .description('write a commented scenario to <name>.yaml in the project folder')
    .action(
      context.action(async (name: string) => {
        const file = beginStory(name);
        context.answer({ file }, () => `wrote ${file}: run it with \`npm run stage -- scenario run ${file}\``);
      }),
    );
  registerRun(scenario, context);
};

/** @throws NotPossible if it cannot be read, or for the first mistake in it */
function readable(file: string): Scenario {
  if (!existsSync(file)) throw new NotPossible(`There is no file ${file}: \`scenario new <name>\` writes one.`);
  return scenarioNamed(file);
}

/** @throws NotPossible for an invalid name, or if the file exists */
function beginStory(name: string): string {
  const story = newStory(name);
  const file = `${name}.yaml`;
  if (existsSync(file)) throw new NotPossible(`${file} already exists: choose another name, or edit it.`);
  writeFileSync(file, story);
  return file;
}
