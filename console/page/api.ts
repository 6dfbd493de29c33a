import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import { useState } from 'react';
import type {
  Environment,
  EnvironmentOrPlan,
  EnvironmentPatch,
  EnvironmentRequest,
  Event,
  Plan,
  paths,
} from '../../client/contract.ts';
import { isSettled } from '../../lib/environment/statuses.ts';
import { AT_REST, paceOfLooks } from './pace.ts';
import { ProblemError, problemOf } from './problem.ts';
import type { DeleteChoices, ListFilters, Origin, OutputFormat, Seen, SpecAsked } from './types.ts';

export type * from './types.ts';
export { ProblemError };

const PAGE = 100;
/** Milliseconds between looks at a list at least. */
const LIST_PAUSE = 2000;

const api = createClient<paths>({ baseUrl: `${location.origin}/api` });

type Result<T> = { data?: T; error?: unknown; response: Response };

/** @throws ProblemError for what is no success */
function unwrap<T>({ data, error, response }: Result<T>): T {
  if (!response.ok) throw problemOf(response, error);
  return data as T;
}

/** The environments, page by page. */
export function useEnvironments({ status }: ListFilters) {
  const [pace] = useState(paceOfLooks);
  return useInfiniteQuery({
    queryKey: ['environments', status ?? 'present'],
    queryFn: async ({ pageParam, signal }) =>
      unwrap(
        await api.GET('/environments', {
          params: {
            query: { limit: PAGE, ...(status && { status }), ...(pageParam && { pageToken: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextPageToken }) => nextPageToken,
    select: ({ pages }) => ({ environments: pages.flatMap(({ items }) => items) }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data, error } }) => {
      const pages = data?.pages ?? [];
      const busy = pages.flatMap(({ items }) => items).filter((one) => !isSettled(one.status));
      const underWay =
        busy.map(({ id, status, generation }) => `${id} ${status} ${generation}`).join() || undefined;
      const pause = pace({ underWay, error, now: Date.now() });
      // All that were loaded are read again, page by page.
      return pause && Math.max(pause, pages.length > 1 ? AT_REST : LIST_PAUSE);
    },
  });
}

/** One environment, looked at often while something is going on. */
export function useEnvironment(id: string) {
  const [pace] = useState(paceOfLooks);
  return useQuery({
    queryKey: ['environment', id],
    queryFn: async ({ signal }): Promise<Seen> => {
      const result = await api.GET('/environments/{id}', { params: { path: { id } }, signal });
      return { environment: unwrap(result), etag: result.response.headers.get('etag') ?? undefined };
    },
    refetchInterval: ({ state: { data, error } }) => {
      const { status = 'READY', generation } = data?.environment ?? {};
      const underWay = isSettled(status) ? undefined : `${status} ${generation}`;
      return pace({ underWay, error, now: Date.now() });
    },
  });
}

export interface EventsAsked {
  /** Left out: all. */
  type?: Event['type'] | undefined;
  pageToken?: string | undefined;
}

/** A page of what happened to it, newest first. */
export async function readEvents(id: string, { type, pageToken }: EventsAsked, signal?: AbortSignal) {
  const query = { limit: PAGE, ...(type && { type }), ...(pageToken && { pageToken }) };
  return unwrap(
    await api.GET('/environments/{id}/events', {
      params: { path: { id }, query },
      ...(signal && { signal }),
    }),
  );
}

/** What happened to it of one type, newest first. @param type undefined: nothing is asked for */
export function useEventsOf(id: string, type: Event['type'] | undefined) {
  const [pace] = useState(paceOfLooks);
  return useInfiniteQuery({
    queryKey: ['events', id, type],
    queryFn: ({ pageParam, signal }) => readEvents(id, { type, pageToken: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextPageToken }) => nextPageToken,
    select: ({ pages }) => ({ events: pages.flatMap(({ items }) => items) }),
    enabled: type !== undefined,
    refetchInterval: ({ state: { error } }) => pace({ underWay: undefined, error, now: Date.now() }),
  });
}

/** What AWS has otherwise. It looks there, so only when it is asked: call `refetch`. */
export function useDrift(id: string) {
  return useQuery({
    queryKey: ['drift', id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/environments/{id}/drift', { params: { path: { id } }, signal })),
    enabled: false,
    retry: false,
  });
}

/** The environment as a Terraform configuration. @param enabled ask for it only while it is shown */
export function useTerraform(id: string, enabled = true) {
  return useQuery({
    queryKey: ['terraform', id],
    queryFn: async ({ signal }) =>
      unwrap(await api.GET('/environments/{id}/terraform', { params: { path: { id } }, signal })),
    enabled,
  });
}

/** The outputs as the text that a job reads. */
export function useOutputs(id: string, format: OutputFormat, enabled = true) {
  return useQuery({
    queryKey: ['outputs', id, format],
    queryFn: async ({ signal }) =>
      unwrap(
        await api.GET('/environments/{id}/outputs', {
          params: { path: { id }, query: { format } },
          parseAs: 'text',
          signal,
        }),
      ) as string,
    enabled,
  });
}

/** Where the API is, for commands that go there without the console. */
export function useOrigin() {
  return useQuery({
    queryKey: ['origin'],
    queryFn: async ({ signal }): Promise<Origin> => {
      const response = await fetch('/api-origin', { signal });
      return unwrap({ data: await response.json(), response });
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

const asPlan = (answer: EnvironmentOrPlan): Plan => answer as Plan;
const asEnvironment = (answer: EnvironmentOrPlan): Environment => answer as Environment;

/** What a create would do. */
export const usePlanCreate = () =>
  useMutation({
    mutationFn: async (body: SpecAsked) =>
      asPlan(
        unwrap(
          await api.POST('/environments', {
            params: { query: { dryRun: 'true' } },
            body: body as EnvironmentRequest,
          }),
        ),
      ),
  });

/** Asks for a new environment. @param key makes a second sending of the same the same environment */
export const useCreate = () => {
  const isStale = useStale();
  return useMutation({
    mutationFn: async ({ body, key }: { body: SpecAsked; key: string }) =>
      asEnvironment(
        unwrap(
          await api.POST('/environments', {
            params: { header: { 'Idempotency-Key': key } },
            body: body as EnvironmentRequest,
          }),
        ),
      ),
    onSuccess: ({ id }) => isStale(id),
  });
};

/** What a change would do. */
export const usePlanUpdate = (id: string) =>
  useMutation({
    mutationFn: async (patch: EnvironmentPatch) =>
      asPlan(
        unwrap(
          await api.PATCH('/environments/{id}', {
            params: { path: { id }, query: { dryRun: 'true' } },
            body: patch,
          }),
        ),
      ),
  });

/** Changes it. @param etag of what was seen: nobody's change in between is overwritten */
export const useUpdate = (id: string) => {
  const isStale = useStale();
  return useMutation({
    mutationFn: async ({ patch, etag }: { patch: EnvironmentPatch; etag?: string | undefined }) =>
      asEnvironment(
        unwrap(
          await api.PATCH('/environments/{id}', {
            params: { path: { id }, ...(etag && { header: { 'If-Match': etag } }) },
            body: patch,
          }),
        ),
      ),
    onSuccess: () => isStale(id),
  });
};

const choicesIn = ({ force = false, retain = false }: DeleteChoices) => ({
  ...(force && { force: 'true' as const }),
  ...(retain && { retain: 'true' as const }),
});

/** What a deletion would take away. */
export const usePlanDelete = (id: string, choices: DeleteChoices) =>
  useQuery({
    queryKey: ['plan', 'delete', id, choices],
    queryFn: async ({ signal }) =>
      asPlan(
        unwrap(
          await api.DELETE('/environments/{id}', {
            params: { path: { id }, query: { dryRun: 'true', ...choicesIn(choices) } },
            signal,
          }),
        ) as EnvironmentOrPlan,
      ),
    // It looks at AWS, which is counted: once for each opening of the dialog and each choice.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

export const useDelete = (id: string) => {
  const isStale = useStale();
  return useMutation({
    mutationFn: async (choices: DeleteChoices) =>
      unwrap(await api.DELETE('/environments/{id}', { params: { path: { id }, query: choicesIn(choices) } })),
    onSuccess: () => isStale(id),
  });
};

/** Makes everything as desired again. */
export const useReconcile = (id: string) => {
  const isStale = useStale();
  return useMutation({
    mutationFn: async () =>
      unwrap(await api.POST('/environments/{id}/reconcile', { params: { path: { id } } })),
    onSuccess: () => isStale(id),
  });
};

/** Takes a deletion back. */
export const useRestore = (id: string) => {
  const isStale = useStale();
  return useMutation({
    mutationFn: async () =>
      unwrap(await api.POST('/environments/{id}/restore', { params: { path: { id } } })),
    onSuccess: () => isStale(id),
  });
};

/** Has everything that was read about an environment read again. */
function useStale(): (id: string) => Promise<void> {
  const queries = useQueryClient();
  return async (id) => {
    const keys = [['environments'], ['environment', id], ['events', id], ['terraform', id], ['outputs', id]];
    queries.removeQueries({ queryKey: ['drift', id] });
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
}
