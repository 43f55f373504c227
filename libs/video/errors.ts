/** The file is at fault: retrying with the same file is useless. The message is a sentence for its owner. */
export class BrokenVideo extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BrokenVideo';
  }
}

export const howToGetFfmpeg =
  'install ffmpeg: `apt-get install ffmpeg` on Debian or Ubuntu, `brew install ffmpeg` on macOS';

/** The machine has no ffmpeg (or no ffprobe, which is part of it). */
export class FfmpegMissing extends Error {
  constructor(program: string) {
    super(`${program} is not on the PATH: ${howToGetFfmpeg}`);
    this.name = 'FfmpegMissing';
  }
}

/** The machine is too busy to check a file, or the file is crafted to be slow. */
export class ProbeTooSlow extends Error {
  constructor(afterMs: number, options?: ErrorOptions) {
    super(`the file could not be looked at within ${afterMs / 1_000} s`, options);
    this.name = 'ProbeTooSlow';
  }
}
