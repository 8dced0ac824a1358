/** docs/peers.md says what the kit finds, as far as the libraries run on any Node. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { defectsFound, type Findings, findingsOf } from '../../peers/findings.ts';
import { section } from '../../peers/page.ts';
import { peers as all } from '../../peers/peers.ts';

/** A part of the platform is not pinned, and is as good or bad as the Node that runs this. */
const peers = all.filter(({ node }) => node === undefined);
const page = readFileSync('docs/peers.md', 'utf8');
const sections = page.split(/^(?=## )/m);

describe('what the kit finds', () => {
  const findings: Findings[] = [];

  beforeAll(async () => {
    for (const peer of peers) findings.push(await findingsOf(peer));
  }, 120_000);

  test('is at least fifteen bugs that are known, each in at most ten commands', () => {
    expect(defectsFound(findings).length).toBeGreaterThanOrEqual(15);
    const commands = findings.flatMap(({ results }) => results.map(({ broken }) => broken?.commands ?? 0));
    expect(Math.max(...commands)).toBeLessThanOrEqual(10);
  });

  test.each(peers.map(({ name }) => name))('in %s is what the page says', (name) => {
    const found = findings.find(({ peer }) => peer === name);
    expect(page).toContain(`| ${name}`);
    expect(sections.find((text) => text.startsWith(`## ${name}\n`)) ?? '').toBe(found && section(found));
  });

  test('in each library are the bugs that its adapter names', () => {
    for (const { name, defects } of peers) {
      const found = findings.find(({ peer }) => peer === name)?.results.flatMap((result) => result.defects);
      expect(found?.toSorted(), name).toEqual(Object.values(defects).flatMap(Object.keys).toSorted());
    }
  });

  test('in ours is nothing', () => {
    const own = findings.filter(({ peer }) => peer.startsWith('lockchart'));
    expect(own).toHaveLength(4);
    expect(own.flatMap(({ results }) => results.filter(({ holds }) => !holds))).toEqual([]);
  });
});
