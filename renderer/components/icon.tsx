/** Line drawings on a grid of 24, one path each, so that every icon has the same weight. */
const PATHS = {
  check: 'M4 12.5l5.2 5.2L20 7',
  cross: 'M6 6l12 12M18 6L6 18',
  hand: 'M8 12V5.5a1.5 1.5 0 0 1 3 0V11m0-6.5v-1a1.5 1.5 0 0 1 3 0V11m0-5.5a1.5 1.5 0 0 1 3 0V15a6 6 0 0 1-6 6h-.8a6 6 0 0 1-4.6-2.2L3.4 15a1.7 1.7 0 0 1 2.6-2.2L8 15',
  scanner:
    'M4 7V5a1 1 0 0 1 1-1h2M17 4h2a1 1 0 0 1 1 1v2M20 17v2a1 1 0 0 1-1 1h-2M7 20H5a1 1 0 0 1-1-1v-2M8 8v8M11 8v8M13.5 8v8M16.5 8v8',
  scale: 'M4 20h16M5 20l1.5-9h11L19 20M3 7h18M12 7v4M12 16.5l2.2-2.6',
  printer:
    'M7 9V4h10v5M7 18H5a1 1 0 0 1-1-1v-6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v6a1 1 0 0 1-1 1h-2M7 14h10v6H7z',
  online: 'M3 9.5a13 13 0 0 1 18 0M6.2 13a8.4 8.4 0 0 1 11.6 0M9.3 16.3a4 4 0 0 1 5.4 0M12 19.6v.1',
  offline:
    'M3 3l18 18M9.3 16.3a4 4 0 0 1 5.4 0M12 19.6v.1M6.2 13a8.4 8.4 0 0 1 4-2.2M3 9.5a13 13 0 0 1 4.3-2.7M11.5 6A13 13 0 0 1 21 9.5M15.4 11.4a8.4 8.4 0 0 1 2.4 1.6',
  queue: 'M8 18V5m0 0L4.5 8.5M8 5l3.5 3.5M16 6v13m0 0l3.5-3.5M16 19l-3.5-3.5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2',
  truck:
    'M3 16V6h11v10M14 9h4l3 3.5V16h-2.2M9.3 16h5.4M3 16h1.7M7 18.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 18.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  carton: 'M4 8l8-4 8 4v8.5L12 20.5 4 16.5zM4 8l8 4 8-4M12 12v8.5',
  pallet: 'M3 15h18M3 19.5h18M5 15v4.5M12 15v4.5M19 15v4.5M5.5 15V5.5h13V15M12 5.5v4',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  warning: 'M12 4L2.5 20h19zM12 10v4.5M12 17.4v.1',
  undo: 'M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  badge:
    'M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM10 2.5h4V6h-4zM12 13a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM8 17.4a4 4 0 0 1 8 0',
  mute: 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5',
  floor: 'M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z',
  next: 'M5 12h14M13 6l6 6-6 6',
  label: 'M4 5h16v14H4zM7.5 8.5v4M10 8.5v4M12 8.5v4M15 8.5v4M16.5 8.5v4M7.5 15.8h9',
  out: 'M10 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h4M14 8l4 4-4 4M18 12H9',
  plug: 'M9 3v5M15 3v5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v4',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
} as const

export type IconName = keyof typeof PATHS

/** A drawing beside a word; the word says it, so the drawing is hidden from readers aloud. */
export function Icon({ name, size = '1.75rem' }: { name: IconName; size?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
