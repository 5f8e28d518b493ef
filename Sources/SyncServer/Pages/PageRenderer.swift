import FieldKit
import Foundation
import HTTPTypes
import Hummingbird
import Mustache

/// Turns what a page shows into HTML.
struct PageRenderer: Sendable {
    /// The pages by the names of their templates.
    enum Name: String, CaseIterable {
        case message, signIn, setPassword, list, conflict
    }

    private let library: MustacheLibrary

    /// Compiles the templates, once.
    init() throws {
        var library = MustacheLibrary()
        try library.register(PageTemplates.layout, named: "layout")
        for name in Name.allCases {
            try library.register(Self.template(name), named: name.rawValue)
        }
        self.library = library
    }

    /// The page as a response.
    func response(
        _ name: Name,
        _ page: Any,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        guard let html = library.render(page, withTemplate: name.rawValue) else {
            throw Problem(.internalError, ["reason": "no template \(name.rawValue)"])
        }
        return Response.of(html, type: "text/html; charset=utf-8", status: status)
    }

    private static func template(_ name: Name) -> String {
        switch name {
        case .message: PageTemplates.message
        case .signIn: PageTemplates.signIn
        case .setPassword: PageTemplates.setPassword
        case .list: PageTemplates.list
        case .conflict: PageTemplates.conflict
        }
    }
}
