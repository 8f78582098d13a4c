/** Chart.js with the parts that our charts need, and no other. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart as ChartJs,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
} from "chart.js";

ChartJs.register(BarController, BarElement, CategoryScale, Filler, LinearScale, LineController, LineElement);
ChartJs.register(LogarithmicScale, PointElement);

export { ChartJs };
