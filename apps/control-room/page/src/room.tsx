import { useEffect, type ReactNode } from 'react';
import { chosenBy, type BoardJson, type Choices } from './board-json.js';
import { boardsIn, type NamedBoard } from './boards.js';
import { marksOf } from './marks.js';
import { Panel } from './panels/panel.js';
import { useRoute, type Route } from './route.js';
import { useBoardData, type Watched } from './use-board-data.js';
import { useTheme } from './use-theme.js';
import { useZipkinUrl } from './use-zipkin.js';
import { ViewContext, type View } from './view.js';
import { words as allWords, type Words } from './words.js';

/** The whole page: a bar to choose the board, and the board, filling the screen. */
export function Room(): ReactNode {
  const [route, go] = useRoute();
  const boards = boardsIn(route.language);
  const shown = boards.find(({ name }) => name === route.board) ?? boards[0];
  const [theme, swapTheme] = useTheme();
  const words = allWords[route.language];

  useKeys((key) => {
    const board = boards[Number(key) - 1];
    if (board) go({ board: board.name });
    if (key === 'f') toggleFullScreen();
  });
  useEffect(() => {
    document.documentElement.lang = route.language;
    document.title = shown ? `${shown.board.title} · Eventstage` : 'Eventstage';
  }, [route.language, shown?.name]);

  if (!shown) return null;
  return (
    <>
      <header className="room-bar">
        <strong>Eventstage</strong>
        <Links boards={boards} shown={shown} go={go} />
        <Chooser board={shown.board} choices={route.choices} go={go} />
        <span className="space" />
        <button onClick={() => go({ language: route.language === 'en' ? 'ko' : 'en' })}>{words.otherLanguage}</button>
        <button onClick={swapTheme}>{theme === 'dark' ? words.light : words.dark}</button>
        <button onClick={toggleFullScreen} title={words.fullScreenHint}>
          {words.fullScreen}
        </button>
      </header>
      <Board key={shown.board.uid} board={shown.board} choices={route.choices} words={words} theme={theme} />
    </>
  );
}

function Links({
  boards,
  shown,
  go,
}: {
  boards: NamedBoard[];
  shown: NamedBoard;
  go: (to: Partial<Route>) => void;
}): ReactNode {
  return (
    <nav>
      {boards.map(({ name, board }) => (
        <button
          key={name}
          title={board.description}
          aria-current={name === shown.name ? 'page' : undefined}
          onClick={() => go({ board: name })}
        >
          {board.title}
        </button>
      ))}
    </nav>
  );
}

/** What the board lets a person choose, if anything. */
function Chooser(props: { board: BoardJson; choices: Choices; go: (to: Partial<Route>) => void }): ReactNode {
  const chosen = chosenBy(props.board, props.choices);
  return (props.board.templating.list ?? []).map(({ name, label, options }) => (
    <label key={name}>
      {label}
      <select
        value={chosen[name]}
        onChange={(event) => props.go({ choices: { ...props.choices, [name]: event.target.value } })}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  ));
}

function Board(props: { board: BoardJson; choices: Choices; words: Words; theme: View['theme'] }): ReactNode {
  const { board, words, theme } = props;
  const choices = chosenBy(board, props.choices);
  const watched = useBoardData(board, choices);
  const zipkinUrl = useZipkinUrl();
  const { data } = watched;
  const rows = Math.max(...board.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const notice = noticeOf(watched, words);
  if (!data) return <p className="notice">{notice ?? words.loading}</p>;
  const view: View = {
    words,
    theme,
    grid: data.grid,
    marks: marksOf(board, data),
    traceUrl: (traceId) => zipkinUrl && `${zipkinUrl}/traces/${traceId}`,
  };
  return (
    <ViewContext value={view}>
      {notice && <p className="notice">{notice}</p>}
      <main className={rows <= 28 ? 'board one-screen' : 'board'} style={{ '--rows': rows } as React.CSSProperties}>
        {board.panels.map((panel) => (
          <Panel key={panel.id} panel={panel} data={data.panels.get(panel.id) ?? []} choices={choices} />
        ))}
      </main>
    </ViewContext>
  );
}

function noticeOf({ data, away }: Watched, words: Words): string | undefined {
  if (!away) return undefined;
  const who = away === 'room' ? words.roomAway : words.prometheusAway;
  return data ? `${who} ${words.lastSeen(Math.round(Date.now() / 1_000 - data.grid.end))}` : who;
}

function toggleFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
}

function useKeys(pressed: (key: string) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
      pressed(event.key);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
}
