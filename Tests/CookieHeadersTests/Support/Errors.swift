import CookieHeaders

/// The code that a body throws, nil if it does not throw.
func code(_ body: () throws(CookieError) -> Void) -> CookieError.Code? {
    do {
        try body()
        return nil
    } catch {
        return error.code
    }
}

/// The code with which a change to a plain host cookie is refused, nil if it is accepted.
func code(changing change: (inout SetCookie.Attributes) -> Void) -> CookieError.Code? {
    code { () throws(CookieError) in
        _ = try SetCookie.secure("name", "value").with(change)
    }
}
