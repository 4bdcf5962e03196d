import { applyDecorators, Header } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Html, html } from './html.js';
import { accountPath, iconPath, pageScriptPath } from './page-addresses.js';
import { pageStyle, pageStyleSource } from './page-style.js';

export interface PageParts {
  readonly title: string;
  readonly main: Html;
  /** The path of the public URL, with which every address on the page begins. */
  readonly basePath: string;
  /** A page to read is wide and leads to the others; a form or a message is a card. */
  readonly layout: 'reading' | 'small';
  /** Whether the page has a password to show or seconds to count down. It is whole without that. */
  readonly hasScript?: boolean;
}

const shape = html`<path d="M7.5 3a4.5 4.5 0 1 0 4.2 6H14v2.5h2.5V9H21V6h-9.3A4.5 4.5 0 0 0 7.5 3Z
m0 3a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Z"/>
<path d="M3 15h18v2H3Zm0 4h12v2H3Z"/>`;

/** The icon of all pages, of a blue that is seen on light and on dark ground. */
export const icon = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#4f7bf0">${shape}</svg>`.text;

const styleElement = new Html(`<style>${pageStyle}</style>`);

const navigation = (basePath: string) => html`<nav aria-label="Keyledger"><a href="${basePath}/docs">API</a>
<a href="${basePath}/docs/refusals">Refusals</a> <a href="${basePath}${accountPath}">Your account</a></nav>`;

/** A page for people, which loads nothing from elsewhere. */
export const htmlPage = ({ title, main, basePath, layout, hasScript = false }: PageParts): string =>
  html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${basePath}${iconPath}" type="image/svg+xml">
<title>${title} · Keyledger</title>${styleElement}
${hasScript ? html`<script src="${basePath}${pageScriptPath}" defer></script>` : null}</head>
<body class="${layout}"><a class="skip" href="#main">Skip to the content</a>
<header><a class="brand" href="${basePath}/"><svg viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>Keyledger</a>
${layout === 'reading' ? navigation(basePath) : null}</header>
<main id="main" tabindex="-1">${main}</main>
</body></html>`.text;

/** Nothing from elsewhere, no script or style in the markup, and no text that becomes script. */
const policy = [
  "default-src 'none'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  `style-src ${pageStyleSource}; require-trusted-types-for 'script'; trusted-types 'none'`,
].join('; ');

/**
 * With `no-referrer`, which every other answer says, a form would be sent with `Origin: null`, and without a secure origin nothing else
 * tells where it comes from.
 */
const pageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': policy,
  'Referrer-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex, nofollow',
} as const;

/** The route answers with a page. */
export const AnswersPage = () => applyDecorators(...Object.entries(pageHeaders).map(([name, value]) => Header(name, value)));

/** Answers a request with a page, as a route that is declared to. */
export const sendPage = (reply: FastifyReply, status: number, page: string) => reply.status(status).headers(pageHeaders).send(page);
