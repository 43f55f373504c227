/**
 * The resource limits of one job. An upload does not reveal its cost: it can declare a second of film and contain ten
 * hours.
 */
export interface JobLimits {
  /** Cores it may use. */
  readonly threads: number;
  /** Working time; then ffmpeg is killed and the video fails. */
  readonly seconds: number;
  /** Size of the rendition. */
  readonly bytes: number;
}
