import { describe, expect, it } from '@jest/globals';
import { html, withCode } from '#api/edge/pages/html';

describe('What gets into a page', () => {
  it('is text unless it is markup, so nothing that somebody typed becomes markup', () => {
    const typed = `<script>"it's" & more</script>`;
    expect(html`<p title="${typed}">${typed}</p>`.text).toBe(
      ['<p title="', '">', '</p>'].join('&lt;script&gt;&quot;it&#39;s&quot; &amp; more&lt;/script&gt;'),
    );
    expect(html`${html`<b>${typed}</b>`}`.text).toContain('<b>&lt;script&gt;');
  });

  it('is nothing for null, and one after the other for a list', () => {
    expect(html`${null}${[html`<i>a</i>`, html`<i>b</i>`]}${7}`.text).toBe('<i>a</i><i>b</i>7');
  });

  it('may name code between backticks', () => {
    expect(withCode('Send `<token>` & wait').text).toBe('Send <code>&lt;token&gt;</code> &amp; wait');
  });
});
