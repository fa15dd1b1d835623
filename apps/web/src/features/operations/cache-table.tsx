import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { memo } from 'react';
import { Figure } from '../../desk/figure.tsx';
import { Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { formatCount, formatRatio } from './format-figures.ts';
import { Section } from './section.tsx';

type Family = Snapshot['cache']['families'][number];

const HEADS = ['Reads', 'From process', 'From Redis', 'Missed', 'Hits', 'Hits since start'];
const IDLE = 'No reads in the last 10 s';

/** Each family of reads, and which tier answered it. */
export const CacheTable = memo(function CacheTable({ cache }: { cache: Snapshot['cache'] }) {
  return (
    <Section title="Cache" note="Reads of the last 10 s and the share that each tier answered">
      {cache.families.length === 0 ? (
        <p className="border-t border-line py-3 text-sm text-ink-soft">Not known.</p>
      ) : (
        <Table label="Cache">
          <TableHead>
            <HeadCell>What is read</HeadCell>
            {HEADS.map((head) => (
              <HeadCell key={head} isNumber>
                {head}
              </HeadCell>
            ))}
          </TableHead>
          <tbody className="max-md:block">
            {cache.families.map((family) => (
              <FamilyRow key={family.name} family={family} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
});

const FamilyRow = memo(function FamilyRow({ family }: { family: Family }) {
  const { name, l1Hits, l2Hits, misses, ratio, sinceStart } = family;
  const reads = l1Hits + l2Hits + misses;
  return (
    <Row>
      <Cell isMain className="font-medium">
        {name}
      </Cell>
      <Cell label="Reads" isNumber>
        {formatCount(reads)}
      </Cell>
      <Cell label="From process" isNumber>
        <Figure value={share(l1Hits, reads)} why={IDLE} />
      </Cell>
      <Cell label="From Redis" isNumber>
        <Figure value={share(l2Hits, reads)} why={IDLE} />
      </Cell>
      <Cell label="Missed" isNumber>
        <Figure value={share(misses, reads)} why={IDLE} />
      </Cell>
      <Cell label="Hits" isNumber>
        <Figure value={formatRatio(ratio)} why={IDLE} />
      </Cell>
      <Cell label="Hits since start" isNumber className="text-ink-soft">
        <Figure value={shareSinceStart(sinceStart)} why="No reads since start" />
      </Cell>
    </Row>
  );
});

function share(part: number, whole: number): string | null {
  return whole === 0 ? null : formatRatio(part / whole);
}

function shareSinceStart({ l1Hits, l2Hits, misses }: Family['sinceStart']): string | null {
  return share(l1Hits + l2Hits, l1Hits + l2Hits + misses);
}
