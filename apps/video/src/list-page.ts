import type { Video } from './video.js';

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
  table { border-collapse: collapse; width: 100% } td, th { padding: .3rem .6rem; text-align: left; border-bottom: 1px solid #8884 }
  img { height: 3rem; vertical-align: middle } progress { width: 8rem }`;

/** The site's front page: an upload form, and the newest videos with their state. */
export function listPage(videos: readonly Video[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Videos</title>
<style>${style}</style>
<h1>Videos</h1>
<form action="/videos" method="post" enctype="multipart/form-data">
  <label>A video <input type="file" name="video" accept="video/*" required></label>
  <button>Upload</button>
</form>
<table>
<tr><th>Poster</th><th>Title</th><th>Length</th><th>Size</th><th>State</th></tr>
${videos.map(row).join('\n')}
</table>
`;
}

function row(video: Video): string {
  const at = `/videos/${video.videoId}`;
  const isReady = video.state === 'ready';
  const poster = isReady ? `<img src="${at}/poster" alt="">` : '';
  const title = escaped(video.title);
  return `<tr><td>${poster}</td><td>${isReady ? `<a href="${at}/rendition">${title}</a>` : title}</td>
<td>${video.durationSeconds.toFixed(1)} s</td><td>${(video.bytes / 1e6).toFixed(1)} MB</td><td>${state(video)}</td></tr>`;
}

function state({ state, percent, reason }: Video): string {
  if (state === 'failed') return `failed: ${escaped(reason ?? '')}`;
  return state === 'transcoding' ? `<progress max="100" value="${percent}"></progress> ${percent} %` : state;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character]!);
