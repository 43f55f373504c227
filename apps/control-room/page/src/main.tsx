import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'uplot/dist/uPlot.min.css';
import { Room } from './room.js';
import './room.css';

const place = document.getElementById('room');
if (!place) throw new Error('index.html has no place for the room');
createRoot(place).render(
  <StrictMode>
    <Room />
  </StrictMode>,
);
