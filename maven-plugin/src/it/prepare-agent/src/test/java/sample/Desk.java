package sample;

/** The application: it says of an order that it is booked. */
class Desk {
    String book(String order) {
        return "booked " + order;
    }
}
