import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  DiagLogLevel,
  diag,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { Refusal } from '#domain/refusal';
import type { Logger } from '#installation/logger';
import { productVersion } from '#installation/version';
import { BoundedMemory } from './bounded-memory.js';

const exportMsMax = 3000;
const rememberedMax = 20_000;

/** How a span hangs together with others. */
export interface Relations {
  readonly parent?: SpanContext | undefined;
  readonly links?: readonly SpanContext[];
}

/**
 * Spans, and how they are sent to a collector. Spans are related by the ids that events carry anyway, from memory: nothing of a trace is
 * stored. Attributes are ids and words that this program chose.
 */
export class Traces {
  /** The span of each request by its id, and of each append by the ids of its events. */
  readonly remembered = new BoundedMemory<SpanContext>(rememberedMax);
  readonly #active = new AsyncLocalStorage<{ readonly context: Context; readonly correlationId: string }>();
  readonly #provider: NodeTracerProvider;
  readonly #tracer: Tracer;

  /** `endpoint` is the base of the OTLP collector; headers, sampling and resource are read from OpenTelemetry's own variables. */
  constructor(endpoint: string, logger: Logger) {
    const withoutAddress = (text: string) => text.replaceAll(endpoint, 'the collector');
    const diagnostics = {
      error: (text: string) => logger.warn('tracing', { cause: withoutAddress(text) }),
      warn() {},
      info() {},
      debug() {},
      verbose() {},
    };
    diag.setLogger(diagnostics, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
    const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: exportMsMax });
    const own = resourceFromAttributes({ 'service.name': 'keyledger', 'service.version': productVersion });
    const resource = defaultResource()
      .merge(own)
      .merge(detectResources({ detectors: [envDetector] }));
    const spanProcessors = [new BatchSpanProcessor(exporter, { exportTimeoutMillis: exportMsMax })];
    this.#provider = new NodeTracerProvider({ resource, spanProcessors });
    this.#tracer = this.#provider.getTracer('keyledger', productVersion);
  }

  begin(name: string, kind: SpanKind, { parent, links = [] }: Relations, attributes: Attributes = {}): Span {
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    return this.#tracer.startSpan(name, { kind, links: links.map((link): Link => ({ context: link })), attributes }, context);
  }

  /** Runs `work` within a span. Work of the same cause finds the span by `current`. */
  async within<T>(span: Span, correlationId: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#active.run({ context: trace.setSpan(ROOT_CONTEXT, span), correlationId }, work);
    } catch (error) {
      noteFailure(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** The current span, if it belongs to this cause: timers and group commits outlive the request that began them. */
  current(correlationId: string): SpanContext | undefined {
    const active = this.#active.getStore();
    return active?.correlationId === correlationId ? trace.getSpanContext(active.context) : undefined;
  }

  /** Sends the remaining spans, unless the collector takes too long. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, exportMsMax);
    });
    await Promise.race([this.#provider.shutdown().catch(() => {}), enough]);
    clearTimeout(timer);
  }
}

/**
 * A refusal is an answer; any other error is a failure. Neither its message nor its stack is sent, because they may quote what a client
 * sent.
 */
export function noteFailure(span: Span, error: unknown): void {
  if (error instanceof Refusal) return void span.setAttribute('keyledger.refusal', error.code);
  span.setAttribute('error.type', error instanceof Error ? error.constructor.name : 'unknown');
  span.setStatus({ code: SpanStatusCode.ERROR });
}
