export { OrderNotFound as default } from '../../../../../features/orders/order-not-found.tsx';
