import { type ReactNode, useDeferredValue, useId, useState } from 'react';
import { Link } from 'wouter';
import type { Environment } from '../../../client/contract.ts';
import { STATUSES } from '../../../lib/environment/environment.ts';
import { useEnvironments } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { DeleteDialog } from '../ui/delete-dialog.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { ProblemBox } from '../ui/problem.tsx';
import { statusInWords } from '../ui/words.ts';
import { useNews } from './news.ts';
import { fits } from './search.ts';
import { EnvironmentTable } from './table.tsx';

type Status = Environment['status'];

/** All environments: found by what is typed, kept up to date by itself. */
export function ListPage() {
  const [typed, setTyped] = useState('');
  const [status, setStatus] = useState<Status | ''>('');
  const [deleting, setDeleting] = useState<Environment>();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } = useEnvironments({
    status: status || undefined,
  });
  const search = useDeferredValue(typed);
  const loaded = data?.environments ?? [];
  const shown = loaded.filter((environment) => fits(environment, search));
  const news = useNews(isPlaceholderData ? [] : loaded);

  return (
    <>
      <PageHeading title="Environments">
        <Link className="button button-primary end" href="/new">
          Create
        </Link>
      </PageHeading>
      <ProblemBox error={error} />
      <search className="filters">
        <SearchField typed={typed} onType={setTyped} />
        <StatusField status={status} onChoose={setStatus} />
        <p className="muted count" role="status">
          {data && counted(shown.length, loaded.length, hasNextPage)}
        </p>
      </search>
      <p className="visually-hidden" role="status">
        {news}
      </p>
      {!data && !error && <p className="muted">Loading…</p>}
      {shown.length > 0 && <EnvironmentTable environments={shown} onDelete={setDeleting} />}
      {data && shown.length === 0 && (
        <Nothing isFiltered={typed !== '' || status !== ''}>
          <button
            type="button"
            className="button"
            onClick={() => {
              setTyped('');
              setStatus('');
            }}
          >
            Show all
          </button>
        </Nothing>
      )}
      {hasNextPage && (
        <Button isIdle={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Loading…' : 'Load more'}
        </Button>
      )}
      {deleting && <DeleteDialog environment={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  );
}

const counted = (shown: number, loaded: number, hasMore: boolean): string => {
  const all = `${loaded} ${loaded === 1 ? 'environment' : 'environments'}${hasMore ? ' loaded, there are more' : ''}`;
  return shown === loaded ? all : `${shown} of ${all}`;
};

function SearchField({ typed, onType }: { typed: string; onType(text: string): void }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>Search</label>
      <input
        id={id}
        type="search"
        placeholder="id, tag or status"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => onType(target.value)}
      />
    </div>
  );
}

function StatusField({ status, onChoose }: { status: Status | ''; onChoose(status: Status | ''): void }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>Status</label>
      <select id={id} value={status} onChange={({ target }) => onChoose(target.value as Status | '')}>
        <option value="">All but deleted</option>
        {STATUSES.map((one) => (
          <option key={one} value={one}>
            {statusInWords(one)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Nothing({ isFiltered, children }: { isFiltered: boolean; children: ReactNode }) {
  return isFiltered ? (
    <div className="card nothing">
      <h2>Nothing fits</h2>
      <p>No environment that is loaded has what you look for.</p>
      {children}
    </div>
  ) : (
    <div className="card nothing">
      <h2>There are no environments yet</h2>
      <p>
        One is a KMS key, two encrypted buckets, a role that may use them and nothing else, and an instance
        profile. It takes seconds to make, and shows you first what it would make.
      </p>
      <Link className="button button-primary" href="/new">
        Create the first one
      </Link>
    </div>
  );
}
