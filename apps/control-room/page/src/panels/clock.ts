/** `12:45:07`, in the time of this screen. */
export const clock = (seconds: number): string => new Date(seconds * 1_000).toLocaleTimeString('en-GB');
