/**
 * A node's API (docs/spec/api.md), by fetch. Answers are typed as their JSON: u64, heights, times and amounts are
 * decimal strings, hashes base64url, accounts addresses. What a node says is not proven; a proof file is.
 */
import { accountToText } from "./address.js";
import type { JsonView } from "./bcs.js";
import { toBase64url, toHex } from "./bytes.js";
import type { itemProofRequest } from "./collections.js";
import { ItemContent } from "./records.js";

export interface StatusView {
  version: string;
  name: string;
  chain: string;
  height: string;
  header: string;
  time: string;
  /** The newest height that a proof can be made for. */
  sealed: string | null;
  state: string;
  detail: string;
  waiting: string;
  protocol_version: string;
}
export interface AccountView {
  account: string;
  open: boolean;
  balance: string;
  /** Lanes that were used, with the sequence to use now; any other begins at 0. */
  lanes: { lane: number; next: string }[];
  policy: JsonView;
  epoch: string;
  frozen: boolean;
  roles: string[];
  policy_record: JsonView;
}
export interface AssetView {
  asset: string;
  record: { [name: string]: JsonView };
  offer: { offer: { [name: string]: JsonView }; stands: boolean } | null;
}
export interface ContentView {
  content: string;
  first: { [name: string]: JsonView } | null;
  certificates: Page<AssetView>;
}
export interface EventView {
  number: string;
  event: { [name: string]: JsonView };
}
export interface KeyView {
  key: string;
  account: string;
}
export interface ResultView {
  /** 0: done. */
  code: number;
  name: string;
  sentence: string;
  action: number;
  fee: string;
}
export interface RejectionView {
  code: number;
  name: string;
  sentence: string;
}
export interface TransactionView {
  id: string;
  state: "UNKNOWN" | "PENDING" | "COMMITTED" | "INVALID";
  height: string | null;
  time: string | null;
  place: number | null;
  result: ResultView | null;
  rejection: RejectionView | null;
  payer: string | null;
  actions: { actor: string; contract: string; call: JsonView }[];
  memo: string | null;
  bytes: string | null;
}
export interface SubmittedView {
  id: string | null;
  state: "PENDING" | "COMMITTED" | "REJECTED";
  rejection: RejectionView | null;
}
/** `next` is handed back as `cursor` for the page after; null on the last. */
export interface Page<T> {
  items: T[];
  next: string | null;
}
export interface PageOptions {
  cursor?: string;
  limit?: number;
}
/** One block of the event stream. */
export interface BlockEvent {
  height: string;
  hash: string;
  time: string;
  transactions: { id: string; code: number }[];
}

/** What a node answered that did not do what was asked: compare `code` (docs/spec/errors.md). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(`${message} [${code}]`);
    this.name = "ApiError";
  }
}

export interface ClientOptions {
  /** In place of the global fetch. */
  fetch?: typeof globalThis.fetch;
  /** For one request, milliseconds; 30,000 where none is given. */
  timeout?: number;
}

const ANSWER_BYTES_MAX = 16 << 20;
const EVENT_CHARACTERS_MAX = 16 << 20;
// The stream says something every 15 seconds.
const EVENT_SILENCE_MS = 45_000;
const RETRY_MS_MAX = 30_000;

type Id = Uint8Array;

export class Client {
  private readonly base: string;
  private readonly fetch: typeof globalThis.fetch;
  private readonly timeout: number;

  /** `url` such as `http://127.0.0.1:8480`. */
  constructor(url: string, options: ClientOptions = {}) {
    this.base = url.replace(/\/+$/, "");
    this.fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this.timeout = options.timeout ?? 30_000;
  }

  status = (): Promise<StatusView> => this.get("/v1/status");
  /** The genesis document's text. To trust it, compare its chain id with what the chain's members say. */
  genesis = (): Promise<string> => this.text("/v1/genesis");
  account = (account: Id): Promise<AccountView> => this.get(`/v1/accounts/${accountToText(account)}`);
  accountAssets = (account: Id, page?: PageOptions): Promise<Page<AssetView>> =>
    this.get(`/v1/accounts/${accountToText(account)}/assets`, page);
  accountOffers = (account: Id, page?: PageOptions): Promise<Page<AssetView>> =>
    this.get(`/v1/accounts/${accountToText(account)}/offers`, page);
  asset = (asset: Id): Promise<AssetView> => this.get(`/v1/assets/${toHex(asset)}`);
  assetEvents = (asset: Id, page?: PageOptions): Promise<Page<EventView>> =>
    this.get(`/v1/assets/${toHex(asset)}/events`, page);
  /** Certificates of a file, by its SHA-256. */
  content = (hash: Id, page?: PageOptions): Promise<ContentView> => this.get(`/v1/contents/${toHex(hash)}`, page);
  /** The account that a key belongs to, by the key's hash. */
  key = (keyHash: Id): Promise<KeyView> => this.get(`/v1/keys/${toHex(keyHash)}`);
  transaction = (id: Id): Promise<TransactionView> => this.get(`/v1/transactions/${toHex(id)}`);

  /** Hands in a transaction's canonical bytes. Sending one again does no harm. */
  submit(transaction: Uint8Array): Promise<SubmittedView> {
    return this.post("/v1/transactions", { transaction: toBase64url(transaction) }).then(parsed<SubmittedView>);
  }

  /** Polls until the transaction is committed or can never be; throws ApiError `timeout` after `limit` milliseconds. */
  async waitForTransaction(
    id: Id,
    { limit = 60_000, every = 250, signal }: { limit?: number; every?: number; signal?: AbortSignal } = {},
  ): Promise<TransactionView> {
    for (const end = Date.now() + limit; ; ) {
      const seen = await this.transaction(id);
      if (seen.state === "COMMITTED" || seen.state === "INVALID") return seen;
      if (Date.now() + every > end) throw new ApiError(0, "timeout", `the transaction is still ${seen.state}`);
      await pause(every, signal);
    }
  }

  // Proof files, as their text: what verifyProof takes, and what is worth keeping.
  proveAsset = (asset: Id): Promise<string> => this.text(`/v1/proofs/asset/${toHex(asset)}`);
  proveAbsence = (content: Id): Promise<string> => this.text(`/v1/proofs/absence/${toHex(content)}`);
  proveTransaction = (id: Id): Promise<string> => this.text(`/v1/proofs/transaction/${toHex(id)}`);
  /** Of an item of a collection, with what only its manifest knows: itemProofRequest. */
  proveItem(item: ReturnType<typeof itemProofRequest>): Promise<string> {
    return this.post("/v1/proofs/item", {
      collection: toBase64url(item.collection),
      content: ItemContent.show(item.content),
      index: item.index.toString(),
      salt: toBase64url(item.salt),
      path: item.path.map(toBase64url),
    });
  }

  /**
   * The blocks, from height `from` or from the next one on, each once and in order: where the connection ends it is
   * made again after the last block that was seen. Ends when `signal` is aborted. Refusals by the node are thrown.
   */
  async *events({ from, signal }: { from?: bigint; signal?: AbortSignal } = {}): AsyncGenerator<BlockEvent> {
    let last: string | undefined;
    let wait = 0;
    while (!signal?.aborted) {
      try {
        for await (const event of this.connection({ from, last, signal })) {
          wait = 0;
          last = event.height;
          yield event;
          if (signal?.aborted) return;
        }
      } catch (error) {
        if (signal?.aborted) return;
        if (error instanceof ApiError && error.status < 500 && error.status !== 429) throw error;
      }
      wait = Math.min(wait === 0 ? 250 : wait * 2, RETRY_MS_MAX);
      await pause(wait, signal).catch(() => undefined);
    }
  }

  private async *connection(where: {
    from: bigint | undefined;
    last: string | undefined;
    signal: AbortSignal | undefined;
  }): AsyncGenerator<BlockEvent> {
    const stop = new AbortController();
    const abort = () => stop.abort();
    where.signal?.addEventListener("abort", abort, { once: true });
    let timer = setTimeout(abort, EVENT_SILENCE_MS);
    try {
      const path = `/v1/events${where.from === undefined ? "" : `?from=${where.from}`}`;
      const headers: Record<string, string> = { accept: "text/event-stream" };
      if (where.last !== undefined) headers["last-event-id"] = where.last;
      const response = await this.fetch(this.base + path, { headers, signal: stop.signal });
      if (!response.ok) throw await problemOf(response);
      const decoder = new TextDecoder();
      const reader = response.body!.getReader();
      let waiting = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(abort, EVENT_SILENCE_MS);
        waiting += decoder.decode(value, { stream: true });
        if (waiting.length > EVENT_CHARACTERS_MAX) throw new ApiError(0, "unreadable_answer", "an event has no end");
        const events = waiting.split(/\r?\n\r?\n/);
        waiting = events.pop()!;
        for (const event of events) {
          const data = dataOf(event);
          if (data !== undefined) yield JSON.parse(data) as BlockEvent;
        }
      }
    } finally {
      clearTimeout(timer);
      where.signal?.removeEventListener("abort", abort);
      stop.abort();
    }
  }

  private get<T>(path: string, page?: PageOptions): Promise<T> {
    const query = new URLSearchParams();
    if (page?.cursor !== undefined) query.set("cursor", page.cursor);
    if (page?.limit !== undefined) query.set("limit", String(page.limit));
    return this.text(query.toString() === "" ? path : `${path}?${query}`).then(parsed<T>);
  }

  private post(path: string, body: JsonView): Promise<string> {
    const headers = { "content-type": "application/json" };
    return this.text(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  private async text(path: string, init: RequestInit = {}): Promise<string> {
    const response = await this.fetch(this.base + path, { ...init, signal: AbortSignal.timeout(this.timeout) });
    if (!response.ok) throw await problemOf(response);
    return readText(response);
  }
}

function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError(0, "unreadable_answer", "the node's answer is not JSON");
  }
}

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let out = "";
  for (let size = 0; reader !== undefined; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > ANSWER_BYTES_MAX) {
      await reader.cancel();
      throw new ApiError(0, "unreadable_answer", "the node's answer is larger than it should be");
    }
    out += decoder.decode(value, { stream: true });
  }
  return out + decoder.decode();
}

async function problemOf(response: Response): Promise<ApiError> {
  const text = await readText(response).catch(() => "");
  try {
    const problem = JSON.parse(text) as { code?: unknown; detail?: unknown; title?: unknown };
    if (typeof problem.code === "string") {
      return new ApiError(response.status, problem.code, String(problem.detail || problem.title || "refused"));
    }
  } catch {
    // not the node's own answer
  }
  return new ApiError(response.status, "unreadable_answer", `the answer has status ${response.status}`);
}

/** The data of one server-sent event about a block; undefined for comments and events of other names. */
function dataOf(event: string): string | undefined {
  const data: string[] = [];
  let name = "message";
  for (const line of event.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    if (field === "event") name = value;
  }
  return name === "block" && data.length > 0 ? data.join("\n") : undefined;
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new ApiError(0, "aborted", "waiting was given up"));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}
