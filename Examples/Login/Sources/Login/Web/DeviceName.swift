/// What a user will recognise a device by, such as "Firefox on Linux", from what it says of itself. A browser may say
/// anything: it is a label and proves nothing.
struct DeviceName: CustomStringConvertible {
    static let unknown = "A device without a name"

    let description: String

    /// - Parameter userAgent: the User-Agent header field.
    init(userAgent: String?) {
        let text = userAgent ?? ""
        let browser = Self.browsers.first { text.contains($0.mark) }?.name
        let system = Self.systems.first { text.contains($0.mark) }?.name
        switch (browser, system) {
        case (let browser?, let system?): description = "\(browser) on \(system)"
        case (let browser?, nil): description = browser
        case (nil, let system?): description = "A browser on \(system)"
        case (nil, nil): description = Self.unknown
        }
    }

    // Those that pretend to be others stand before them.
    private static let browsers: [(mark: String, name: String)] = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("SamsungBrowser/", "Samsung Internet"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"), ("curl/", "curl"),
    ]

    private static let systems: [(mark: String, name: String)] = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
        ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ]
}
