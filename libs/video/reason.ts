const noise = /^\s*(Last message repeated|Error marking filters|Conversion failed|Error (closing|during) )/;

/**
 * The line of ffmpeg's errors that says why, fit for a user: without memory addresses and our paths.
 * @param paths files that were named on its command line
 */
export function reasonIn(errors: string, paths: readonly string[]): string {
  // ffmpeg knows the format but was not allowed to read it: its next message would be "Invalid argument".
  if (/not on whitelist/.test(errors)) return 'its format is not one of a video';
  const lines = errors.split(/[\r\n]+/).filter((line) => line.trim() !== '' && !noise.test(line));
  const line = lines.findLast((one) => /invalid|error|fail|cannot|could not|not found/i.test(one)) ?? lines.at(-1);
  const plain = (line ?? 'ffmpeg gave no reason').replace(/^\[[^\]]*\]\s*/, '');
  return paths
    .reduce((text, path) => text.replaceAll(`${path}: `, '').replaceAll(path, 'the file'), plain)
    .trim()
    .slice(0, 300);
}
