/** What one job may take. An upload says little of what it costs: a second of film can be declared and ten hours be inside. */
export interface JobLimits {
  /** Cores it may keep busy. */
  readonly threads: number;
  /** Of working; then ffmpeg is killed and the video given up. */
  readonly seconds: number;
  /** Of the smaller version. */
  readonly bytes: number;
}
