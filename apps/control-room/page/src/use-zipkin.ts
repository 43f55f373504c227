import { useEffect, useState } from 'react';

/** Where Zipkin's page is, as soon as the control room has said so. */
export function useZipkinUrl(): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        const response = await fetch('/api/settings');
        setUrl(((await response.json()) as { zipkinUrl: string }).zipkinUrl);
      } catch {
        timer = setTimeout(() => void ask(), 2_000);
      }
    };
    void ask();
    return () => clearTimeout(timer);
  }, []);
  return url;
}
